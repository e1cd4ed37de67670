"""How the workspace is put together: settings from the environment, applications and pages found by their folders."""
