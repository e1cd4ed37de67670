"""Asking the public: what is asked, what people answer without an account, moderation by rules that everybody can read."""
