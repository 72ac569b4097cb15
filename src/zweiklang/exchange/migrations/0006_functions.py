"""What policies of exchange ask once per statement: since when I read a conversation, and which announcements and consultation days are mine.

Bodies in SQL's standard form are bound to their tables (rooms.0004). Neither function tells anything of anybody else.
"""

from django.db import migrations

CREATE = """
CREATE FUNCTION my_conversation_starts() RETURNS jsonb
    LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER
    BEGIN ATOMIC
        SELECT jsonb_object_agg(p.room_id::text, p.visible_from) FROM exchange_participation p
         WHERE p.person_id = (SELECT my_person()) AND p.visible_from IS NOT NULL AND p.left_at IS NULL;
    END;

CREATE FUNCTION my_announcements() RETURNS uuid[]
    LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER
    BEGIN ATOMIC
        SELECT ARRAY(
            SELECT d.announcement_id FROM exchange_delivery d WHERE d.person_id = (SELECT my_person())
            UNION ALL
            SELECT a.id FROM exchange_announcement a WHERE a.author_id = (SELECT my_person())
            UNION ALL
            SELECT a.id FROM exchange_announcement a JOIN rooms_room r ON r.organisation_id = a.organisation_id
             WHERE r.id = ANY ((SELECT my_rooms('administration'))::uuid[]) AND a.state <> 'draft');
    END;

CREATE FUNCTION my_consultation_days() RETURNS uuid[]
    LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER
    BEGIN ATOMIC
        SELECT ARRAY(
            SELECT d.id FROM exchange_consultationday d JOIN rooms_room r ON r.organisation_id = d.school_id
             WHERE r.id = ANY ((SELECT my_rooms('schedule'))::uuid[])
            UNION ALL
            SELECT i.day_id FROM exchange_consultationinvite i JOIN exchange_consultationday d ON d.id = i.day_id
             WHERE i.room_id = ANY ((SELECT my_rooms('schedule'))::uuid[]) AND d.state <> 'draft'
            UNION ALL
            SELECT h.day_id FROM exchange_consultationhost h JOIN exchange_consultationday d ON d.id = h.day_id
             WHERE h.person_id = (SELECT my_person()));
    END;

REVOKE ALL ON FUNCTION my_conversation_starts(), my_announcements(), my_consultation_days() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION my_conversation_starts(), my_announcements(), my_consultation_days() TO zweiklang_app, zweiklang_system;

ALTER TABLE exchange_messageversion ADD CONSTRAINT exchange_messageversion_same_room
    FOREIGN KEY (message_id, room_id) REFERENCES exchange_message (id, room_id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE exchange_storedfile ADD CONSTRAINT exchange_storedfile_same_room
    FOREIGN KEY (message_id, room_id) REFERENCES exchange_message (id, room_id) DEFERRABLE INITIALLY DEFERRED;
"""
DROP = """
ALTER TABLE exchange_storedfile DROP CONSTRAINT exchange_storedfile_same_room;
ALTER TABLE exchange_messageversion DROP CONSTRAINT exchange_messageversion_same_room;
DROP FUNCTION my_consultation_days();
DROP FUNCTION my_announcements();
DROP FUNCTION my_conversation_starts();
"""


class Migration(migrations.Migration):
    """Adds the functions, and that versions and attachments lie in the room of their message."""

    dependencies = [("exchange", "0005_notices"), ("rooms", "0011_exchange_kinds"), ("apprenticeships", "0001_initial")]

    operations = [migrations.RunSQL(CREATE, DROP)]
