"""Settings, URLs and the WSGI entry: where the house is put together. Nothing else imports from here."""
