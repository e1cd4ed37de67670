"""Ways of fitting, one a file: each has `fit(problem, options)`, and its file's name is what it is called."""
