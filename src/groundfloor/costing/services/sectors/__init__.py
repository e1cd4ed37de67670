"""The sectors, one a file: `service(found, prices, path)` reads one of its services. A file's name is its sector's."""
