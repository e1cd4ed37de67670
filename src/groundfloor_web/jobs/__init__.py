"""Long work in the background: asked for by a page, done by a worker, shown with its progress, cancelled, resumed after a crash."""
