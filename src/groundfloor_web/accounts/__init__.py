"""People: accounts, passwords, the second factor, invitations, and parts in a workspace."""
