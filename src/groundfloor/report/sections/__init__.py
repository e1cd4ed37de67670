"""The sections of the report: each is a module here with `ORDER` and `content(view, language)`, and a template of its name.

A new section is such a pair of files; its title is the message `sections.NAME`. What `content` returns is what its template sees.
"""
