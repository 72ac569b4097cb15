"""What everybody gets at the addresses of exchange: those of world A. Each concern adds its lines."""

# Without a room: one's own notices, and how one hears of them.
PLAIN = """
exchange:inbox                   200     302
exchange:inbox_count             200     302
exchange:all_done                405     302
exchange:notices_reopen          405     302
exchange:notice_open             404     302
exchange:notice_done             405     302
notifications:settings           200     302
notifications:device_add         405     302
notifications:device_forget      405     302
notifications:device_remove      405     302
notifications:push_worker        200     200
"""
