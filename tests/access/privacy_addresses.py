"""What everybody gets at the addresses of data protection; each concern adds its lines."""

from typing import Any

# Addresses without a room: what somebody signed in gets, and what nobody gets.
PLAIN = """
privacy:documents_page                  200     200
privacy:documents_pdf                   200     200
privacy:exports_page                    200     302
privacy:exports_ask                     405     302
privacy:exports_confirm                 302     302
privacy:exports_fetch                   405     302
privacy:exports_discard                 405     302
"""
# Addresses of the room of world A's first apprenticeship.
ROOMS = ""
ARGUMENTS: dict[str, Any] = {"slug": "verzeichnis", "export_id": "01900000-0000-7000-8000-000000000000"}
