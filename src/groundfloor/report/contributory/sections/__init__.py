"""The sections of the page on contributory schemes, found by their files: ORDER, and parts(told) which gives texts, figures and tables."""
