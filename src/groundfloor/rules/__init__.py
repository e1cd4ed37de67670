"""The rule language: parse, type, check, explain; dated parameters; programmes and floors."""
