"""A remark stays when its line is removed; PostgreSQL sets the reference null, because who removes a line may not change remarks."""

import django.db.models.deletion
from django.db import migrations, models

FIND = """
DO $$ DECLARE found text; BEGIN
    SELECT conname INTO STRICT found FROM pg_constraint
     WHERE conrelid = 'records_comment'::regclass AND contype = 'f' AND confrelid = 'records_line'::regclass;
    EXECUTE format('ALTER TABLE records_comment DROP CONSTRAINT %I', found);
END $$;
ALTER TABLE records_comment ADD CONSTRAINT records_comment_line FOREIGN KEY (line_id) REFERENCES records_line (id)
"""


class Migration(migrations.Migration):
    """Comment.line: ON DELETE SET NULL."""

    dependencies = [("records", "0002_same_room")]

    operations = [
        migrations.AlterField(
            model_name="comment",
            name="line",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="comments",
                to="records.line",
            ),
        ),
        migrations.RunSQL(
            FIND + "ON DELETE SET NULL DEFERRABLE INITIALLY DEFERRED;", FIND + "DEFERRABLE INITIALLY DEFERRED;"
        ),
    ]
