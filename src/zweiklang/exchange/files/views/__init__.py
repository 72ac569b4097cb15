"""Addresses of files: the room's page, uploading (tus), handing out."""
