"""Web Push: `keys` (ours, and those of devices), `sealing` (RFC 8291, RFC 8292), `sending` (one request). No database."""
