"""What every application of the workspace rests on: countries, roles, actions, the audit trail, texts by language."""
