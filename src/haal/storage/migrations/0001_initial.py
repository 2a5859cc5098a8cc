import django.db.models.deletion
import haal.storage.boxes.data_key
import haal.storage.ground.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='CheckpointRow',
            fields=[
                ('size', models.BigIntegerField(primary_key=True, serialize=False)),
                ('note', models.TextField()),
                ('signed_at', models.DateTimeField()),
            ],
            options={
                'db_table': 'checkpoint',
            },
        ),
        migrations.CreateModel(
            name='ChoiceRow',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('key', models.BinaryField(max_length=16, unique=True)),
                ('channel', models.CharField(max_length=8)),
                ('language', models.CharField(max_length=8)),
                ('second_language', models.CharField(blank=True, default='', max_length=8)),
                ('level', models.PositiveSmallIntegerField()),
                ('quiet_from', models.PositiveSmallIntegerField(null=True)),
                ('quiet_to', models.PositiveSmallIntegerField(null=True)),
                ('is_simulated', models.BooleanField(default=False)),
                ('people', models.PositiveIntegerField(default=0)),
            ],
            options={
                'db_table': 'subscriber_choice',
            },
        ),
        migrations.CreateModel(
            name='ComparedRow',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('report_id', models.CharField(max_length=40, unique=True)),
                ('edition', models.PositiveSmallIntegerField()),
                ('box', haal.storage.boxes.data_key.KeyedField()),
            ],
            options={
                'db_table': 'compared',
            },
        ),
        migrations.CreateModel(
            name='DataKeyRow',
            fields=[
                ('id', models.BinaryField(max_length=16, primary_key=True, serialize=False)),
                ('header', models.BinaryField()),
            ],
            options={
                'db_table': 'data_key',
            },
        ),
        migrations.CreateModel(
            name='DutyRow',
            fields=[
                ('person', models.CharField(max_length=40, primary_key=True, serialize=False)),
                ('is_outside', models.BooleanField(default=False)),
                ('reachable_until', models.DateTimeField(null=True)),
            ],
            options={
                'db_table': 'duty',
            },
        ),
        migrations.CreateModel(
            name='LeafRow',
            fields=[
                ('index', models.BigIntegerField(primary_key=True, serialize=False)),
                ('data', models.BinaryField(max_length=58)),
                ('act', models.CharField(max_length=40, null=True, unique=True)),
            ],
            options={
                'db_table': 'leaf',
            },
        ),
        migrations.CreateModel(
            name='PatchRow',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('key', models.BinaryField(max_length=16, unique=True)),
            ],
            options={
                'db_table': 'subscriber_patch',
            },
        ),
        migrations.CreateModel(
            name='PlaceContactRow',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('channel', models.CharField(max_length=8)),
                ('language', models.CharField(max_length=8)),
                ('address', models.BinaryField()),
            ],
            options={
                'db_table': 'place_contact',
            },
        ),
        migrations.CreateModel(
            name='ProtectedRow',
            fields=[
                ('id', models.CharField(max_length=40, primary_key=True, serialize=False)),
                ('client_key_hash', models.BinaryField(max_length=32, unique=True)),
                ('content_hash', models.BinaryField(max_length=32)),
                ('words_hash', models.BinaryField(max_length=32, unique=True)),
                ('digits_hash', models.BinaryField(max_length=32, unique=True)),
                ('receipt_try', models.PositiveSmallIntegerField(default=0)),
                ('received_on', models.DateField()),
                ('box', models.BinaryField()),
                ('taken_by', models.CharField(max_length=40, null=True)),
                ('taken_at', models.DateTimeField(null=True)),
            ],
            options={
                'db_table': 'protected',
            },
        ),
        migrations.CreateModel(
            name='PublicAllegedRow',
            fields=[
                ('kind', models.CharField(max_length=12, primary_key=True, serialize=False)),
                ('received', models.CharField(max_length=24)),
                ('published', models.CharField(max_length=24)),
                ('refused', models.CharField(max_length=24)),
                ('waiting', models.CharField(max_length=24)),
                ('days_to_published', models.FloatField(null=True)),
                ('days_to_refused', models.FloatField(null=True)),
                ('counted_on', models.DateField()),
            ],
            options={
                'db_table': 'public_alleged',
            },
        ),
        migrations.CreateModel(
            name='ShiftRow',
            fields=[
                ('id', models.CharField(max_length=40, primary_key=True, serialize=False)),
                ('starts_at', models.DateTimeField()),
                ('ends_at', models.DateTimeField()),
                ('people_count', models.PositiveSmallIntegerField()),
                ('closed_at', models.DateTimeField(null=True)),
            ],
            options={
                'db_table': 'shift',
            },
        ),
        migrations.CreateModel(
            name='SourceLineRow',
            fields=[
                ('id', models.CharField(max_length=40, primary_key=True, serialize=False)),
                ('kind', models.CharField(max_length=12)),
                ('digest', models.BinaryField(max_length=32, unique=True)),
                ('box', haal.storage.ground.fields.DeskBoxField()),
            ],
            options={
                'db_table': 'source_line',
            },
        ),
        migrations.CreateModel(
            name='StewardTermsRow',
            fields=[
                ('person', models.CharField(max_length=40, primary_key=True, serialize=False)),
                ('told', haal.storage.ground.fields.DeskBoxField()),
            ],
            options={
                'db_table': 'steward_terms',
            },
        ),
        migrations.CreateModel(
            name='Person',
            fields=[
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('id', models.CharField(max_length=40, primary_key=True, serialize=False)),
                ('username', models.CharField(max_length=40, unique=True)),
                ('is_active', models.BooleanField(default=True)),
                ('sign_in_epoch', models.PositiveIntegerField(default=0)),
                ('joined_at', models.DateTimeField()),
                ('conduct_accepted_at', models.DateTimeField(null=True)),
                ('conduct_version', models.CharField(max_length=10, null=True)),
                ('suspended_at', models.DateTimeField(null=True)),
                ('suspended_by', models.CharField(max_length=40, null=True)),
                ('removed_at', models.DateTimeField(null=True)),
            ],
            options={
                'db_table': 'person',
                'constraints': [models.CheckConstraint(condition=models.Q(('is_active', False), models.Q(('removed_at__isnull', True), ('suspended_at__isnull', True)), _connector='OR'), name='person_stopped_is_not_active')],
            },
        ),
        migrations.CreateModel(
            name='ActRow',
            fields=[
                ('number', models.BigAutoField(primary_key=True, serialize=False)),
                ('id', models.CharField(max_length=40, unique=True)),
                ('kind', models.CharField(max_length=16)),
                ('subject', models.CharField(max_length=40)),
                ('put_at', models.DateTimeField()),
                ('leaf', models.BinaryField(max_length=58)),
                ('leaf_hash', models.BinaryField(max_length=32)),
                ('index', models.BigIntegerField(null=True, unique=True)),
                ('box', haal.storage.ground.fields.DeskBoxField()),
            ],
            options={
                'db_table': 'act',
                'indexes': [models.Index(fields=['subject', 'number'], name='act_chain'), models.Index(condition=models.Q(('index__isnull', True)), fields=['number'], name='act_waiting')],
            },
        ),
        migrations.CreateModel(
            name='AgreementRow',
            fields=[
                ('id', models.CharField(max_length=40, primary_key=True, serialize=False)),
                ('kind', models.CharField(max_length=20)),
                ('subject', models.CharField(max_length=120)),
                ('asked_by', models.CharField(max_length=40)),
                ('asked_at', models.DateTimeField()),
                ('agreed_by', models.CharField(max_length=40, null=True)),
                ('agreed_at', models.DateTimeField(null=True)),
                ('withdrawn_by', models.CharField(max_length=40, null=True)),
                ('withdrawn_at', models.DateTimeField(null=True)),
                ('reason', haal.storage.ground.fields.DeskBoxField(null=True)),
            ],
            options={
                'db_table': 'agreement',
                'indexes': [models.Index(fields=['kind', 'subject'], name='agreement_about')],
                'constraints': [models.CheckConstraint(condition=models.Q(('agreed_by__isnull', True), models.Q(('agreed_by', models.F('asked_by')), _negated=True), _connector='OR'), name='agreement_two_people'), models.CheckConstraint(condition=models.Q(models.Q(('agreed_at__isnull', True), ('agreed_by__isnull', True)), models.Q(('agreed_at__isnull', False), ('agreed_by__isnull', False)), _connector='OR'), name='agreement_by_whom_and_when'), models.CheckConstraint(condition=models.Q(('agreed_at__isnull', True), ('withdrawn_at__isnull', True), _connector='OR'), name='agreement_one_end'), models.CheckConstraint(condition=models.Q(('kind__in', ['warn', 'release', 'unseal', 'export', 'role-grant', 'shred', 'link', 'merge', 'split', 'factor-reset', 'account-restore', 'account-close'])), name='agreement_kind'), models.UniqueConstraint(condition=models.Q(('agreed_at__isnull', True), ('withdrawn_at__isnull', True)), fields=('kind', 'subject'), name='agreement_open_once')],
            },
        ),
        migrations.CreateModel(
            name='AsideRow',
            fields=[
                ('subject', models.CharField(max_length=40, primary_key=True, serialize=False)),
                ('why', models.CharField(max_length=16)),
                ('by', models.CharField(max_length=40)),
                ('confirmed_by', models.CharField(blank=True, default='', max_length=40)),
                ('sender', models.BinaryField(max_length=16, null=True)),
                ('at', models.DateTimeField()),
            ],
            options={
                'db_table': 'help_aside',
                'indexes': [models.Index(condition=models.Q(('sender__isnull', False)), fields=['sender'], name='help_aside_sender')],
                'constraints': [models.CheckConstraint(condition=models.Q(('confirmed_by', ''), models.Q(('confirmed_by', models.F('by')), _negated=True), _connector='OR'), name='help_aside_by_two')],
            },
        ),
        migrations.CreateModel(
            name='AskedRow',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('agreement', models.CharField(max_length=40)),
                ('person', models.CharField(max_length=40)),
                ('was_reachable', models.BooleanField()),
                ('asked_at', models.DateTimeField()),
            ],
            options={
                'db_table': 'duty_asked',
                'indexes': [models.Index(fields=['asked_at'], name='duty_asked_at')],
                'constraints': [models.UniqueConstraint(fields=('agreement', 'person'), name='duty_asked_once')],
            },
        ),
        migrations.CreateModel(
            name='AuditRow',
            fields=[
                ('seq', models.BigIntegerField(primary_key=True, serialize=False)),
                ('at', models.DateTimeField()),
                ('by', models.CharField(max_length=40)),
                ('what', models.CharField(max_length=60)),
                ('subject', models.CharField(blank=True, default='', max_length=120)),
                ('why', models.CharField(blank=True, default='', max_length=60)),
                ('prev', models.BinaryField(max_length=32, unique=True)),
                ('hash', models.BinaryField(max_length=32)),
            ],
            options={
                'db_table': 'audit',
                'indexes': [models.Index(fields=['by', 'what', 'at'], name='audit_by')],
            },
        ),
        migrations.CreateModel(
            name='BulletinRow',
            fields=[
                ('id', models.CharField(max_length=40, primary_key=True, serialize=False)),
                ('asked_by', models.CharField(max_length=40)),
                ('asked_at', models.DateTimeField()),
                ('agreed_by', models.CharField(max_length=40, null=True)),
                ('released_at', models.DateTimeField(null=True)),
                ('ended_at', models.DateTimeField(null=True)),
                ('is_standing', models.BooleanField(default=False)),
                ('draft', haal.storage.ground.fields.DeskBoxField(null=True)),
                ('content', models.TextField(blank=True, default='')),
            ],
            options={
                'db_table': 'bulletin',
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('content', ''), ('is_standing', False)), models.Q(('agreed_by__isnull', False), ('ended_at__isnull', True), ('is_standing', True), ('released_at__isnull', False), models.Q(('agreed_by', models.F('asked_by')), _negated=True)), _connector='OR'), name='bulletin_two_people'), models.UniqueConstraint(condition=models.Q(('is_standing', True)), fields=('is_standing',), name='bulletin_stands_once')],
            },
        ),
        migrations.CreateModel(
            name='CheckedClaimRow',
            fields=[
                ('id', models.CharField(max_length=40, primary_key=True, serialize=False)),
                ('state', models.CharField(default='entered', max_length=10)),
                ('entered_by', models.CharField(max_length=40)),
                ('entered_at', models.DateTimeField()),
                ('calls_to_violence', models.BooleanField(default=False)),
                ('replaces', models.CharField(max_length=40, null=True)),
                ('replaced_by', models.CharField(max_length=40, null=True)),
                ('confirmed_by', models.CharField(max_length=40, null=True)),
                ('confirmed_at', models.DateTimeField(null=True)),
                ('withdrawn_by', models.CharField(max_length=40, null=True)),
                ('withdrawn_at', models.DateTimeField(null=True)),
                ('content', models.TextField(blank=True, default='')),
                ('digest', models.CharField(blank=True, default='', max_length=64)),
                ('box', haal.storage.ground.fields.DeskBoxField()),
            ],
            options={
                'db_table': 'checked_claim',
                'indexes': [models.Index(fields=['state', '-confirmed_at'], name='checked_claim_state')],
                'constraints': [models.CheckConstraint(condition=models.Q(('confirmed_by__isnull', True), models.Q(('confirmed_by', models.F('entered_by')), _negated=True), _connector='OR'), name='checked_claim_two_people'), models.CheckConstraint(condition=models.Q(('calls_to_violence', False), models.Q(('confirmed_by__isnull', True), ('content', '')), _connector='OR'), name='checked_claim_no_call'), models.CheckConstraint(condition=models.Q(models.Q(('confirmed_by__isnull', True), ('content', ''), ('state', 'entered')), models.Q(('confirmed_at__isnull', False), ('confirmed_by__isnull', False), ('state__in', ['published', 'replaced']), models.Q(('content', ''), _negated=True)), models.Q(('content', ''), ('state', 'withdrawn'), ('withdrawn_at__isnull', False), ('withdrawn_by__isnull', False)), _connector='OR'), name='checked_claim_states'), models.UniqueConstraint(condition=models.Q(('replaces__isnull', False), ('state', 'published')), fields=('replaces',), name='checked_claim_one_successor')],
            },
        ),
        migrations.CreateModel(
            name='ChoicePatchRow',
            fields=[
                ('pk', models.CompositePrimaryKey('patch', 'choice_id', blank=True, editable=False, primary_key=True, serialize=False)),
                ('patch', models.BigIntegerField()),
                ('choice', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to='haal.choicerow')),
            ],
            options={
                'db_table': 'subscriber_choice_patch',
            },
        ),
        migrations.CreateModel(
            name='CircleRow',
            fields=[
                ('id', models.CharField(max_length=40, primary_key=True, serialize=False)),
                ('kind', models.CharField(default='rhythm', max_length=10)),
                ('every_minutes', models.PositiveIntegerField()),
                ('grace_minutes', models.PositiveIntegerField()),
                ('due_at', models.DateTimeField()),
                ('state', models.CharField(default='watching', max_length=10)),
                ('excused_until', models.DateTimeField(null=True)),
                ('reminded', models.BooleanField(default=False)),
                ('silent_since', models.DateTimeField(null=True)),
                ('duress_since', models.DateTimeField(null=True)),
                ('widens', models.BooleanField(default=False)),
                ('opened_by', models.CharField(max_length=40)),
                ('box', haal.storage.ground.fields.DeskBoxField()),
            ],
            options={
                'db_table': 'circle',
                'indexes': [models.Index(fields=['state', 'due_at'], name='circle_due'), models.Index(fields=['silent_since'], name='circle_silent'), models.Index(fields=['opened_by'], name='circle_opened_by')],
            },
        ),
        migrations.CreateModel(
            name='CircleNoteRow',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('ciphertext', models.BinaryField()),
                ('circle', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='note', to='haal.circlerow')),
            ],
            options={
                'db_table': 'circle_note',
            },
        ),
        migrations.CreateModel(
            name='CircleMemberRow',
            fields=[
                ('id', models.CharField(max_length=40, primary_key=True, serialize=False)),
                ('person', models.CharField(max_length=40, null=True)),
                ('step', models.PositiveSmallIntegerField()),
                ('public', models.CharField(max_length=80)),
                ('identity', models.BinaryField()),
                ('wants_out', models.BooleanField(default=False)),
                ('circle', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='members', to='haal.circlerow')),
            ],
            options={
                'db_table': 'circle_member',
            },
        ),
        migrations.CreateModel(
            name='CircleContactRow',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('language', models.CharField(max_length=8)),
                ('address', models.BinaryField()),
                ('address_index', models.BinaryField(max_length=16, null=True, unique=True)),
                ('member', models.OneToOneField(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='contact', to='haal.circlememberrow')),
                ('circle', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='contacts', to='haal.circlerow')),
            ],
            options={
                'db_table': 'circle_contact',
            },
        ),
        migrations.CreateModel(
            name='CircleCodeRow',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('opens', models.CharField(default='plain', max_length=10)),
                ('words_hash', models.BinaryField(max_length=32, unique=True)),
                ('digits_hash', models.BinaryField(max_length=32, unique=True)),
                ('member', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='codes', to='haal.circlememberrow')),
                ('circle', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='codes', to='haal.circlerow')),
            ],
            options={
                'db_table': 'circle_code',
            },
        ),
        migrations.CreateModel(
            name='CircleActRow',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('member', models.CharField(max_length=40, null=True)),
                ('person', models.CharField(max_length=40, null=True)),
                ('did', models.CharField(max_length=20)),
                ('plan_step', models.PositiveSmallIntegerField(null=True)),
                ('at', models.DateTimeField()),
                ('circle', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='acts', to='haal.circlerow')),
            ],
            options={
                'db_table': 'circle_act',
            },
        ),
        migrations.CreateModel(
            name='CircleTurnRow',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('alarm', models.CharField(max_length=10)),
                ('step', models.PositiveIntegerField()),
                ('member', models.CharField(max_length=40, null=True)),
                ('came_at', models.DateTimeField()),
                ('circle', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='turns', to='haal.circlerow')),
            ],
            options={
                'db_table': 'circle_turn',
            },
        ),
        migrations.CreateModel(
            name='CircleWatchRow',
            fields=[
                ('id', models.PositiveSmallIntegerField(primary_key=True, serialize=False)),
                ('watched_at', models.DateTimeField()),
            ],
            options={
                'db_table': 'circle_watch',
                'constraints': [models.CheckConstraint(condition=models.Q(('id', 1)), name='circle_watch_is_one')],
            },
        ),
        migrations.CreateModel(
            name='ComplaintRow',
            fields=[
                ('id', models.CharField(max_length=40, primary_key=True, serialize=False)),
                ('client_key_hash', models.BinaryField(max_length=32, unique=True)),
                ('content_hash', models.BinaryField(max_length=32)),
                ('words_hash', models.BinaryField(max_length=32, unique=True)),
                ('digits_hash', models.BinaryField(max_length=32, unique=True)),
                ('receipt_try', models.PositiveSmallIntegerField(default=0)),
                ('received_on', models.DateField()),
                ('box', models.BinaryField()),
                ('concerns', models.BinaryField(null=True)),
                ('answer', models.BinaryField(null=True)),
                ('answered_on', models.DateField(null=True)),
            ],
            options={
                'db_table': 'complaint',
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('answer__isnull', True), ('answered_on__isnull', True)), models.Q(('answer__isnull', False), ('answered_on__isnull', False)), _connector='OR'), name='complaint_answer_has_a_day')],
            },
        ),
        migrations.CreateModel(
            name='ComplaintRecordingRow',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('box', models.BinaryField()),
                ('complaint', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='recording', to='haal.complaintrow')),
            ],
            options={
                'db_table': 'complaint_recording',
            },
        ),
        migrations.CreateModel(
            name='ComplaintReachedRow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('listener', models.CharField(max_length=40)),
                ('at', models.DateTimeField()),
                ('complaint', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reached', to='haal.complaintrow')),
            ],
            options={
                'db_table': 'complaint_reached',
            },
        ),
        migrations.CreateModel(
            name='CosignatureRow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('size', models.BigIntegerField()),
                ('witness', models.CharField(max_length=255)),
                ('line', models.TextField()),
            ],
            options={
                'db_table': 'cosignature',
                'constraints': [models.UniqueConstraint(fields=('size', 'witness'), name='cosignature_once')],
            },
        ),
        migrations.CreateModel(
            name='EventLeftRow',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('month', models.PositiveIntegerField()),
                ('kind', models.CharField(max_length=16, null=True)),
                ('end', models.CharField(max_length=16, null=True)),
                ('came', models.PositiveIntegerField(null=True)),
                ('stewards', models.PositiveIntegerField(null=True)),
                ('sheets', models.PositiveSmallIntegerField()),
                ('sheets_lost', models.PositiveSmallIntegerField()),
            ],
            options={
                'db_table': 'event_left',
                'indexes': [models.Index(fields=['month'], name='event_left_month')],
                'constraints': [models.CheckConstraint(condition=models.Q(('month__lt', 1000000)), name='event_left_no_day'), models.CheckConstraint(condition=models.Q(('kind', None), ('kind__in', ['rally', 'funeral', 'exam-day', 'polio-round']), _connector='OR'), name='event_left_kind'), models.CheckConstraint(condition=models.Q(('end', None), ('end__in', ['held', 'broken-off', 'called-off']), _connector='OR'), name='event_left_end')],
            },
        ),
        migrations.CreateModel(
            name='EventPlanRow',
            fields=[
                ('id', models.CharField(max_length=40, primary_key=True, serialize=False)),
                ('found_by', models.BinaryField(max_length=32, unique=True)),
                ('edition', models.CharField(max_length=40)),
                ('box', haal.storage.ground.fields.DeskBoxField()),
                ('gone_at', models.DateTimeField()),
                ('is_debriefed', models.BooleanField(default=False)),
            ],
            options={
                'db_table': 'event_plan',
                'indexes': [models.Index(fields=['gone_at'], name='event_plan_gone_at')],
            },
        ),
        migrations.CreateModel(
            name='FamilyCountRow',
            fields=[
                ('id', models.CharField(max_length=40, primary_key=True, serialize=False)),
                ('report_id', models.CharField(max_length=40, unique=True)),
                ('district', models.CharField(blank=True, default='', max_length=60)),
                ('cell', models.CharField(max_length=16, null=True)),
                ('state', models.CharField(default='told', max_length=12)),
                ('aside', models.CharField(blank=True, default='', max_length=20)),
                ('looked_by', models.CharField(blank=True, default='', max_length=40)),
                ('told_at', models.DateTimeField()),
                ('box', haal.storage.ground.fields.DeskBoxField(null=True)),
            ],
            options={
                'db_table': 'family_count',
                'indexes': [models.Index(fields=['state', 'told_at'], name='family_count_state')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('aside__in', ['false', 'same-as-another', 'counted-anew', 'erased']), ('state', 'set-aside')), models.Q(models.Q(('state', 'set-aside'), _negated=True), ('aside', '')), _connector='OR'), name='family_count_aside_says_why'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'kept'), _negated=True), models.Q(models.Q(('looked_by', ''), _negated=True), ('box__isnull', False)), _connector='OR'), name='family_count_looked_at')],
            },
        ),
        migrations.CreateModel(
            name='GatewayRow',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=20)),
                ('is_drill', models.BooleanField()),
                ('tokens', models.FloatField(default=0.0)),
                ('filled_at', models.DateTimeField(null=True)),
                ('failures', models.PositiveIntegerField(default=0)),
                ('rests', models.PositiveIntegerField(default=0)),
                ('open_until', models.DateTimeField(null=True)),
                ('probe_until', models.DateTimeField(null=True)),
                ('why', models.CharField(blank=True, default='', max_length=40)),
                ('changed_at', models.DateTimeField(null=True)),
            ],
            options={
                'db_table': 'gateway',
                'constraints': [models.UniqueConstraint(fields=('name', 'is_drill'), name='gateway_once')],
            },
        ),
        migrations.CreateModel(
            name='GradeRow',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('report_id', models.CharField(max_length=40)),
                ('part', models.CharField(max_length=12)),
                ('by', models.CharField(max_length=40)),
                ('at', models.DateTimeField()),
                ('box', haal.storage.ground.fields.DeskBoxField()),
            ],
            options={
                'db_table': 'grade',
                'constraints': [models.UniqueConstraint(fields=('report_id', 'part', 'by'), name='grade_once_each'), models.CheckConstraint(condition=models.Q(('part__in', ['source', 'information'])), name='grade_known_part')],
            },
        ),
        migrations.CreateModel(
            name='HeadRow',
            fields=[
                ('id', models.PositiveSmallIntegerField(primary_key=True, serialize=False)),
                ('size', models.BigIntegerField()),
                ('open_hashes', models.BinaryField()),
            ],
            options={
                'db_table': 'ledger_head',
                'constraints': [models.CheckConstraint(condition=models.Q(('id', 1)), name='ledger_head_one')],
            },
        ),
        migrations.CreateModel(
            name='IncidentRow',
            fields=[
                ('id', models.CharField(max_length=40, primary_key=True, serialize=False)),
                ('state', models.CharField(default='open', max_length=8)),
                ('day_first', models.DateField(null=True)),
                ('day_last', models.DateField(null=True)),
                ('seen_first', models.DateField(null=True)),
                ('seen_last', models.DateField(null=True)),
                ('made_at', models.DateTimeField()),
                ('box', haal.storage.ground.fields.DeskBoxField()),
                ('redirect_to', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='haal.incidentrow')),
            ],
            options={
                'db_table': 'incident',
            },
        ),
        migrations.CreateModel(
            name='InviteRow',
            fields=[
                ('id', models.CharField(max_length=40, primary_key=True, serialize=False)),
                ('code_hash', models.BinaryField(max_length=32, unique=True)),
                ('made_by', models.CharField(max_length=40)),
                ('made_at', models.DateTimeField()),
                ('expires_at', models.DateTimeField()),
                ('used_at', models.DateTimeField(null=True)),
                ('used_by', models.CharField(max_length=40, null=True)),
            ],
            options={
                'db_table': 'invite',
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('used_at__isnull', True), ('used_by__isnull', True)), models.Q(('used_at__isnull', False), ('used_by__isnull', False)), _connector='OR'), name='invite_used_by_whom')],
            },
        ),
        migrations.CreateModel(
            name='KindRow',
            fields=[
                ('id', models.AutoField(primary_key=True, serialize=False)),
                ('channel', models.CharField(max_length=8)),
                ('language', models.CharField(max_length=8)),
                ('level', models.PositiveSmallIntegerField()),
                ('is_simulated', models.BooleanField()),
            ],
            options={
                'db_table': 'subscriber_kind',
                'constraints': [models.UniqueConstraint(fields=('channel', 'language', 'level', 'is_simulated'), name='subscriber_kind_once'), models.CheckConstraint(condition=models.Q(('channel__in', ['email', 'sms'])), name='subscriber_channel'), models.CheckConstraint(condition=models.Q(('level__in', [1, 2, 3, 4])), name='subscriber_level')],
            },
        ),
        migrations.AddField(
            model_name='choicerow',
            name='kind',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, to='haal.kindrow'),
        ),
        migrations.CreateModel(
            name='LeaseRow',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('owner', models.CharField(max_length=60)),
                ('gateway', models.CharField(max_length=20)),
                ('is_drill', models.BooleanField()),
                ('honours_key', models.BooleanField()),
                ('until', models.DateTimeField()),
            ],
            options={
                'db_table': 'delivery_lease',
                'indexes': [models.Index(fields=['until'], name='delivery_lease_until')],
            },
        ),
        migrations.CreateModel(
            name='LinkRow',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('report_id', models.CharField(max_length=40)),
                ('incident_id', models.CharField(max_length=40)),
                ('state', models.CharField(max_length=8)),
                ('how', models.CharField(max_length=8)),
                ('source_line_id', models.CharField(max_length=40)),
                ('made_at', models.DateTimeField()),
                ('linked_by', models.CharField(max_length=40, null=True)),
                ('linked_at', models.DateTimeField(null=True)),
                ('undone_by', models.CharField(max_length=40, null=True)),
                ('undone_at', models.DateTimeField(null=True)),
                ('box', haal.storage.ground.fields.DeskBoxField()),
            ],
            options={
                'db_table': 'link',
                'indexes': [models.Index(fields=['incident_id', 'state'], name='link_incident'), models.Index(fields=['report_id'], name='link_report')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'linked')), fields=('report_id',), name='link_one_incident'), models.UniqueConstraint(condition=models.Q(('state', 'proposed')), fields=('report_id', 'incident_id'), name='link_one_proposal'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'linked'), _negated=True), models.Q(('linked_at__isnull', False), ('linked_by__isnull', False)), _connector='OR'), name='link_linked_by_somebody')],
            },
        ),
        migrations.CreateModel(
            name='MarkRow',
            fields=[
                ('pk', models.CompositePrimaryKey('row_id', 'mark', blank=True, editable=False, primary_key=True, serialize=False)),
                ('row_id', models.BigIntegerField()),
                ('mark', models.BigIntegerField()),
            ],
            options={
                'db_table': 'compared_mark',
                'indexes': [models.Index(fields=['mark', 'row_id'], name='compared_by_mark')],
            },
        ),
        migrations.CreateModel(
            name='NameRow',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('gateway', models.CharField(max_length=20)),
                ('name', models.CharField(max_length=80)),
                ('delivery_id', models.BigIntegerField()),
            ],
            options={
                'db_table': 'delivery_name',
                'indexes': [models.Index(fields=['delivery_id'], name='delivery_named')],
                'constraints': [models.UniqueConstraint(fields=('gateway', 'name'), name='delivery_name_once')],
            },
        ),
        migrations.CreateModel(
            name='NeedRow',
            fields=[
                ('id', models.CharField(max_length=40, primary_key=True, serialize=False)),
                ('report_id', models.CharField(max_length=40, unique=True)),
                ('kind', models.CharField(max_length=24)),
                ('for_count', models.PositiveIntegerField()),
                ('urgency', models.CharField(max_length=8)),
                ('until', models.DateTimeField(null=True)),
                ('whom', models.CharField(blank=True, default='', max_length=120)),
                ('amount', models.CharField(blank=True, default='', max_length=24)),
                ('by_hospital', models.BooleanField(default=False)),
                ('district', models.CharField(blank=True, default='', max_length=60)),
                ('cell', models.CharField(max_length=16, null=True)),
                ('state', models.CharField(default='asked', max_length=12)),
                ('could_not', models.CharField(blank=True, default='', max_length=24)),
                ('contact', haal.storage.ground.fields.DeskBoxField(null=True)),
                ('sender', models.BinaryField(max_length=16, null=True)),
                ('asked_at', models.DateTimeField()),
                ('changed_at', models.DateTimeField()),
            ],
            options={
                'db_table': 'need',
                'indexes': [models.Index(fields=['state', 'asked_at'], name='need_board')],
                'constraints': [models.CheckConstraint(condition=models.Q(('for_count__gte', 1), ('for_count__lte', 10000)), name='need_for_somebody'), models.CheckConstraint(condition=models.Q(('kind__in', ['water', 'food', 'baby-milk', 'sanitary-things', 'shelter', 'medicine', 'blood', 'ambulance', 'safe-transport', 'bringing-home-the-dead', 'winter-things', 'fuel-and-charging', 'school', 'legal', 'someone-to-talk-to', 'papers', 'information', 'other'])), name='need_kind'), models.CheckConstraint(condition=models.Q(models.Q(('kind__in', ['ambulance', 'blood']), _negated=True), ('by_hospital', True), _connector='OR'), name='need_blood_through_the_hospital'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'could-not'), models.Q(('could_not', ''), _negated=True)), models.Q(models.Q(('state', 'could-not'), _negated=True), ('could_not', '')), _connector='OR'), name='need_could_not_says_why')],
            },
        ),
        migrations.CreateModel(
            name='OfferRow',
            fields=[
                ('id', models.CharField(max_length=40, primary_key=True, serialize=False)),
                ('report_id', models.CharField(max_length=40, unique=True)),
                ('kind', models.CharField(max_length=24)),
                ('for_count', models.PositiveIntegerField()),
                ('radius_km', models.PositiveIntegerField()),
                ('until', models.DateTimeField(null=True)),
                ('amount', models.CharField(blank=True, default='', max_length=24)),
                ('hours', models.CharField(blank=True, default='', max_length=5)),
                ('vehicle', models.CharField(blank=True, default='', max_length=12)),
                ('conditions', models.CharField(blank=True, default='', max_length=120)),
                ('district', models.CharField(blank=True, default='', max_length=60)),
                ('cell', models.CharField(max_length=16, null=True)),
                ('contact', haal.storage.ground.fields.DeskBoxField(null=True)),
                ('otherwise_count', models.IntegerField(default=0)),
                ('sender', models.BinaryField(max_length=16, null=True)),
                ('offered_at', models.DateTimeField()),
                ('withdrawn_at', models.DateTimeField(null=True)),
            ],
            options={
                'db_table': 'offer',
                'constraints': [models.CheckConstraint(condition=models.Q(('for_count__gte', 1), ('for_count__lte', 10000)), name='offer_for_somebody'), models.CheckConstraint(condition=models.Q(('kind__in', ['water', 'food', 'baby-milk', 'sanitary-things', 'shelter', 'medicine', 'blood', 'ambulance', 'safe-transport', 'bringing-home-the-dead', 'winter-things', 'fuel-and-charging', 'school', 'legal', 'someone-to-talk-to', 'papers', 'information', 'other'])), name='offer_kind')],
            },
        ),
        migrations.CreateModel(
            name='OfferMetRow',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('person', models.CharField(max_length=40)),
                ('at', models.DateTimeField()),
                ('offer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='met_by', to='haal.offerrow')),
            ],
            options={
                'db_table': 'offer_met',
            },
        ),
        migrations.CreateModel(
            name='MatchRow',
            fields=[
                ('id', models.CharField(max_length=40, primary_key=True, serialize=False)),
                ('for_count', models.PositiveIntegerField()),
                ('state', models.CharField(default='proposed', max_length=12)),
                ('way_points', models.PositiveIntegerField()),
                ('asker_agreed', models.BooleanField(default=False)),
                ('offerer_agreed', models.BooleanField(default=False)),
                ('shown_to_asker', models.BooleanField(default=False)),
                ('shown_to_offerer', models.BooleanField(default=False)),
                ('relay_stopped', models.BooleanField(default=False)),
                ('was_promised', models.BooleanField(default=False)),
                ('ended_by', models.CharField(blank=True, default='', max_length=8)),
                ('guarded', models.BooleanField(default=False)),
                ('vouched_by', models.CharField(blank=True, default='', max_length=40)),
                ('host', haal.storage.ground.fields.DeskBoxField(null=True)),
                ('called_by', models.CharField(blank=True, default='', max_length=40)),
                ('proposed_by', models.CharField(max_length=40)),
                ('proposed_at', models.DateTimeField()),
                ('changed_at', models.DateTimeField()),
                ('need', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='matches', to='haal.needrow')),
                ('offer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='matches', to='haal.offerrow')),
            ],
            options={
                'db_table': 'match',
            },
        ),
        migrations.CreateModel(
            name='OutboxRow',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('kind', models.CharField(max_length=40)),
                ('subject', models.CharField(max_length=60)),
                ('put_at', models.DateTimeField()),
                ('not_before', models.DateTimeField()),
                ('tries', models.PositiveSmallIntegerField(default=0)),
                ('error', models.CharField(blank=True, default='', max_length=80)),
            ],
            options={
                'db_table': 'outbox',
                'indexes': [models.Index(fields=['not_before', 'id'], name='outbox_due')],
            },
        ),
        migrations.CreateModel(
            name='PartnerRow',
            fields=[
                ('id', models.CharField(max_length=40, primary_key=True, serialize=False)),
                ('box', haal.storage.ground.fields.DeskBoxField()),
                ('added_by', models.CharField(max_length=40)),
                ('vetted_by', models.CharField(max_length=40, null=True)),
                ('stopped_at', models.DateTimeField(null=True)),
            ],
            options={
                'db_table': 'partner',
                'constraints': [models.CheckConstraint(condition=models.Q(('vetted_by__isnull', True), models.Q(('vetted_by', models.F('added_by')), _negated=True), _connector='OR'), name='partner_two_people')],
            },
        ),
        migrations.CreateModel(
            name='PatchCellRow',
            fields=[
                ('pk', models.CompositePrimaryKey('cell', 'patch_id', blank=True, editable=False, primary_key=True, serialize=False)),
                ('cell', models.BigIntegerField()),
                ('patch', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to='haal.patchrow')),
            ],
            options={
                'db_table': 'subscriber_patch_cell',
            },
        ),
        migrations.CreateModel(
            name='PatchSumRow',
            fields=[
                ('pk', models.CompositePrimaryKey('patch', 'kind', 'before_1', 'before_2', 'before_3', 'before_4', blank=True, editable=False, primary_key=True, serialize=False)),
                ('kind', models.IntegerField()),
                ('patch', models.BigIntegerField()),
                ('before_1', models.BigIntegerField()),
                ('before_2', models.BigIntegerField()),
                ('before_3', models.BigIntegerField()),
                ('before_4', models.BigIntegerField()),
                ('people', models.PositiveIntegerField()),
            ],
            options={
                'db_table': 'subscriber_patch_sum',
                'indexes': [models.Index(fields=['kind', 'patch', 'before_1', 'before_2', 'before_3', 'before_4', 'people'], name='subscriber_count')],
            },
        ),
        migrations.CreateModel(
            name='PhraseReviewRow',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('language', models.CharField(max_length=8)),
                ('sha256', models.CharField(max_length=64)),
                ('by', models.CharField(max_length=40)),
                ('at', models.DateTimeField()),
                ('withdrawn_by', models.CharField(max_length=40, null=True)),
                ('withdrawn_at', models.DateTimeField(null=True)),
            ],
            options={
                'db_table': 'phrase_review',
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('by', ''), _negated=True), models.Q(('language', ''), _negated=True), models.Q(('sha256', ''), _negated=True)), name='phrase_review_is_somebodys'), models.CheckConstraint(condition=models.Q(models.Q(('withdrawn_at__isnull', True), ('withdrawn_by__isnull', True)), models.Q(('withdrawn_at__isnull', False), ('withdrawn_by__isnull', False)), _connector='OR'), name='phrase_review_taken_back_by_whom'), models.UniqueConstraint(condition=models.Q(('withdrawn_at__isnull', True)), fields=('language', 'sha256', 'by'), name='phrase_review_once')],
            },
        ),
        migrations.CreateModel(
            name='PlaceCallRow',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('subject', models.CharField(max_length=40)),
                ('state', models.CharField(default='queued', max_length=8)),
                ('tries', models.PositiveSmallIntegerField(default=0)),
                ('queued_at', models.DateTimeField()),
                ('not_after', models.DateTimeField()),
                ('contact', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='calls', to='haal.placecontactrow')),
            ],
            options={
                'db_table': 'place_call',
            },
        ),
        migrations.CreateModel(
            name='PlaceRow',
            fields=[
                ('id', models.CharField(max_length=40, primary_key=True, serialize=False)),
                ('kind', models.CharField(max_length=20)),
                ('district', models.CharField(blank=True, default='', max_length=60)),
                ('cell', models.CharField(max_length=16, null=True)),
                ('told', haal.storage.ground.fields.DeskBoxField()),
                ('look', models.CharField(max_length=16, null=True)),
                ('closed_at', models.DateTimeField(null=True)),
                ('plan', haal.storage.ground.fields.DeskBoxField(null=True)),
                ('plan_at', models.DateTimeField(null=True)),
                ('plan_owner', models.CharField(max_length=40, null=True)),
                ('plan_review_on', models.DateField(null=True)),
                ('registered_at', models.DateTimeField()),
            ],
            options={
                'db_table': 'place',
                'indexes': [models.Index(fields=['district', 'kind'], name='place_of_district')],
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['school', 'place-of-worship', 'market', 'clinic', 'bus-stand', 'library', 'press-club', 'office'])), name='place_kind'), models.CheckConstraint(condition=models.Q(('look', None), ('look__in', ['differs', 'gone-from-map', 'told-closed', 'told-open']), _connector='OR'), name='place_look')],
            },
        ),
        migrations.CreateModel(
            name='PlaceDrillRow',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('held_on', models.DateField()),
                ('hazard', models.CharField(max_length=40)),
                ('seconds', models.PositiveIntegerField()),
                ('people_count', models.PositiveIntegerField()),
                ('place', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='drills', to='haal.placerow')),
            ],
            options={
                'db_table': 'place_drill',
            },
        ),
        migrations.CreateModel(
            name='AlarmRow',
            fields=[
                ('id', models.CharField(max_length=40, primary_key=True, serialize=False)),
                ('hazard', models.CharField(max_length=20)),
                ('raised_by', models.CharField(max_length=40)),
                ('raised_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(null=True)),
                ('place', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='alarms', to='haal.placerow')),
            ],
            options={
                'db_table': 'place_alarm',
            },
        ),
        migrations.CreateModel(
            name='PlaceStewardRow',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('person', models.CharField(max_length=40)),
                ('place', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='stewards', to='haal.placerow')),
            ],
            options={
                'db_table': 'place_steward',
            },
        ),
        migrations.AddField(
            model_name='placecontactrow',
            name='steward',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='contacts', to='haal.placestewardrow'),
        ),
        migrations.CreateModel(
            name='PlaceWishRow',
            fields=[
                ('id', models.CharField(max_length=40, primary_key=True, serialize=False)),
                ('days', models.PositiveSmallIntegerField()),
                ('starts', models.PositiveSmallIntegerField()),
                ('minutes', models.PositiveSmallIntegerField()),
                ('people', models.PositiveSmallIntegerField()),
                ('is_mixed', models.BooleanField(default=False)),
                ('skills', models.CharField(blank=True, default='', max_length=80)),
                ('place', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='wishes', to='haal.placerow')),
            ],
            options={
                'db_table': 'place_wish',
            },
        ),
        migrations.CreateModel(
            name='PublicationRow',
            fields=[
                ('id', models.CharField(max_length=40, primary_key=True, serialize=False)),
                ('incident_id', models.CharField(max_length=40)),
                ('state', models.CharField(default='draft', max_length=10)),
                ('agreement_id', models.CharField(max_length=40)),
                ('early', models.BooleanField(default=False)),
                ('drafted_by', models.CharField(max_length=40)),
                ('drafted_at', models.DateTimeField()),
                ('agreed_by', models.CharField(max_length=40, null=True)),
                ('agreed_at', models.DateTimeField(null=True)),
                ('not_before', models.DateTimeField(null=True)),
                ('released_at', models.DateTimeField(null=True)),
                ('district', models.CharField(blank=True, default='', max_length=60)),
                ('month', models.CharField(blank=True, default='', max_length=7)),
                ('withdrawn_by', models.CharField(max_length=40, null=True)),
                ('withdrawn_at', models.DateTimeField(null=True)),
                ('withdrawn_why', models.CharField(blank=True, default='', max_length=20)),
                ('to_correct_at', models.DateTimeField(null=True)),
                ('box', haal.storage.ground.fields.DeskBoxField()),
            ],
            options={
                'db_table': 'publication',
                'indexes': [models.Index(fields=['state', 'not_before'], name='publication_due')],
                'constraints': [models.CheckConstraint(condition=models.Q(('agreed_by__isnull', True), models.Q(('agreed_by', models.F('drafted_by')), _negated=True), _connector='OR'), name='publication_two_people'), models.CheckConstraint(condition=models.Q(('released_at__isnull', True), models.Q(('agreed_at__isnull', False), ('agreed_by__isnull', False)), _connector='OR'), name='publication_released_when_agreed'), models.CheckConstraint(condition=models.Q(models.Q(('agreed_by__isnull', True), ('released_at__isnull', True), ('state', 'draft')), models.Q(('agreed_by__isnull', False), ('released_at__isnull', True), ('state', 'agreed')), models.Q(('agreed_by__isnull', False), ('released_at__isnull', False), ('state', 'released')), models.Q(('state', 'withdrawn'), ('withdrawn_at__isnull', False), ('withdrawn_by__isnull', False)), _connector='OR'), name='publication_states'), models.UniqueConstraint(condition=models.Q(('state__in', ['draft', 'agreed'])), fields=('incident_id',), name='publication_one_under_way'), models.UniqueConstraint(condition=models.Q(('state', 'released')), fields=('incident_id',), name='publication_one_standing')],
            },
        ),
        migrations.CreateModel(
            name='PublicCountRow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('district', models.CharField(max_length=60)),
                ('month', models.CharField(max_length=7)),
                ('counted', models.CharField(max_length=10)),
                ('shown', models.CharField(max_length=12)),
            ],
            options={
                'db_table': 'public_count',
                'constraints': [models.UniqueConstraint(fields=('district', 'month', 'counted'), name='public_count_once')],
            },
        ),
        migrations.CreateModel(
            name='PublicIncidentRow',
            fields=[
                ('incident_id', models.CharField(max_length=40, primary_key=True, serialize=False)),
                ('publication_id', models.CharField(max_length=40)),
                ('is_withdrawn', models.BooleanField(default=False)),
                ('why', models.CharField(blank=True, default='', max_length=20)),
                ('moved_to', models.CharField(blank=True, default='', max_length=40)),
                ('day_last', models.DateField(null=True)),
                ('district', models.CharField(blank=True, default='', max_length=60)),
                ('cell', models.CharField(blank=True, default='', max_length=16)),
                ('changed_at', models.DateTimeField()),
                ('digest', models.CharField(max_length=64)),
                ('content', models.TextField(blank=True, default='')),
            ],
            options={
                'db_table': 'public_incident',
                'indexes': [models.Index(fields=['is_withdrawn', '-day_last'], name='public_by_day'), models.Index(fields=['district'], name='public_by_district'), models.Index(fields=['cell'], name='public_by_cell')],
                'constraints': [models.CheckConstraint(condition=models.Q(('is_withdrawn', False), models.Q(('content', ''), ('day_last__isnull', True)), _connector='OR'), name='public_withdrawn_is_empty')],
            },
        ),
        migrations.CreateModel(
            name='QueueRow',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('warning_id', models.CharField(max_length=40)),
                ('revision', models.PositiveSmallIntegerField()),
                ('is_drill', models.BooleanField()),
                ('may_repeat', models.BooleanField()),
                ('priority', models.PositiveSmallIntegerField()),
                ('not_after', models.DateTimeField()),
                ('put_at', models.DateTimeField()),
                ('quiet', models.TextField(default='[]')),
                ('told_queue', models.BigIntegerField(null=True)),
                ('choice_after', models.BigIntegerField(default=0)),
                ('person_after', models.BigIntegerField(default=0)),
                ('is_wide', models.BooleanField(default=False)),
                ('is_filled', models.BooleanField(default=False)),
                ('closed_at', models.DateTimeField(null=True)),
                ('is_swept', models.BooleanField(default=False)),
            ],
            options={
                'db_table': 'warning_queue',
                'indexes': [models.Index(condition=models.Q(('is_swept', False)), fields=['is_drill', 'priority', 'id'], name='warning_queue_on')],
                'constraints': [models.UniqueConstraint(fields=('warning_id', 'revision'), name='warning_queue_once')],
            },
        ),
        migrations.CreateModel(
            name='QueueChoiceRow',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('choice_id', models.BigIntegerField()),
                ('channel', models.CharField(max_length=8)),
                ('ring', models.PositiveSmallIntegerField()),
                ('not_before', models.DateTimeField(null=True)),
                ('people', models.PositiveIntegerField()),
                ('queue', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, to='haal.queuerow')),
            ],
            options={
                'db_table': 'warning_queue_choice',
            },
        ),
        migrations.CreateModel(
            name='DeliveryRow',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('person', models.BigIntegerField()),
                ('channel', models.CharField(max_length=8)),
                ('rank', models.PositiveSmallIntegerField()),
                ('state', models.CharField(max_length=10)),
                ('not_before', models.DateTimeField(null=True)),
                ('lease_id', models.BigIntegerField(null=True)),
                ('tries', models.PositiveSmallIntegerField(default=0)),
                ('repeats', models.PositiveSmallIntegerField(default=0)),
                ('was_unknown', models.BooleanField(default=False)),
                ('gateway', models.CharField(blank=True, default='', max_length=20)),
                ('why', models.CharField(blank=True, default='', max_length=40)),
                ('queue', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, to='haal.queuerow')),
            ],
            options={
                'db_table': 'delivery',
            },
        ),
        migrations.CreateModel(
            name='ReceiptRow',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('gateway', models.CharField(max_length=20)),
                ('name', models.CharField(max_length=80)),
                ('outcome', models.CharField(max_length=10)),
                ('why', models.CharField(blank=True, default='', max_length=40)),
                ('came_at', models.DateTimeField()),
                ('is_applied', models.BooleanField(default=False)),
            ],
            options={
                'db_table': 'delivery_receipt',
                'indexes': [models.Index(fields=['came_at'], name='delivery_receipt_came')],
                'constraints': [models.UniqueConstraint(fields=('gateway', 'name', 'outcome'), name='delivery_receipt_once')],
            },
        ),
        migrations.CreateModel(
            name='ReferralRow',
            fields=[
                ('id', models.CharField(max_length=40, primary_key=True, serialize=False)),
                ('state', models.CharField(default='asked', max_length=12)),
                ('asked_by', models.CharField(max_length=40)),
                ('asked_at', models.DateTimeField()),
                ('agreed_by', models.CharField(max_length=40, null=True)),
                ('box', haal.storage.ground.fields.DeskBoxField(null=True)),
                ('shut', models.BinaryField(null=True)),
                ('receipt', haal.storage.ground.fields.DeskBoxField(null=True)),
                ('partner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='referrals', to='haal.partnerrow')),
            ],
            options={
                'db_table': 'referral',
            },
        ),
        migrations.CreateModel(
            name='RelationRow',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('kind', models.CharField(max_length=8)),
                ('one', models.CharField(max_length=40)),
                ('other', models.CharField(max_length=40)),
                ('made_by', models.CharField(max_length=40)),
                ('made_at', models.DateTimeField()),
                ('agreed_by', models.CharField(max_length=40, null=True)),
                ('agreed_at', models.DateTimeField(null=True)),
                ('undone_by', models.CharField(max_length=40, null=True)),
                ('undone_at', models.DateTimeField(null=True)),
                ('box', haal.storage.ground.fields.DeskBoxField()),
            ],
            options={
                'db_table': 'incident_relation',
                'indexes': [models.Index(fields=['other'], name='incident_relation_other')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('undone_at__isnull', True)), fields=('one', 'other'), name='incident_relation_once'), models.CheckConstraint(condition=models.Q(('one', models.F('other')), _negated=True), name='incident_relation_two'), models.CheckConstraint(condition=models.Q(('agreed_by__isnull', True), models.Q(('agreed_by', models.F('made_by')), _negated=True), _connector='OR'), name='incident_relation_two_people'), models.CheckConstraint(condition=models.Q(('kind__in', ['sibling', 'part-of'])), name='incident_relation_kind')],
            },
        ),
        migrations.CreateModel(
            name='RelayRow',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('side', models.CharField(max_length=8)),
                ('key_hash', models.BinaryField(max_length=32, unique=True)),
                ('at', models.DateTimeField()),
                ('box', haal.storage.ground.fields.DeskBoxField()),
                ('match', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='relay', to='haal.matchrow')),
            ],
            options={
                'db_table': 'relay',
            },
        ),
        migrations.CreateModel(
            name='ReportRow',
            fields=[
                ('id', models.CharField(max_length=40, primary_key=True, serialize=False)),
                ('kind', models.CharField(max_length=12)),
                ('channel', models.CharField(max_length=8)),
                ('language', models.CharField(max_length=8)),
                ('knows', models.CharField(max_length=16)),
                ('state', models.CharField(default='waiting', max_length=10)),
                ('client_key_hash', models.BinaryField(max_length=32, unique=True)),
                ('content_hash', models.BinaryField(max_length=32)),
                ('words_hash', models.BinaryField(max_length=32, unique=True)),
                ('digits_hash', models.BinaryField(max_length=32, unique=True)),
                ('receipt_try', models.PositiveSmallIntegerField(default=0)),
                ('received_at', models.DateTimeField()),
                ('taken_in_by', models.CharField(max_length=40, null=True)),
                ('day_first', models.DateField(null=True)),
                ('day_last', models.DateField(null=True)),
                ('published_date', models.DateField(null=True)),
                ('consent_warn', models.BooleanField(default=False)),
                ('consent_help', models.BooleanField(default=False)),
                ('consent_testify', models.CharField(default='nobody-yet', max_length=14)),
                ('has_sealed', models.BooleanField(default=False)),
                ('box', haal.storage.ground.fields.DeskBoxField(null=True)),
            ],
            options={
                'db_table': 'report',
                'indexes': [models.Index(fields=['state', 'received_at'], name='report_queue'), models.Index(fields=['day_first'], name='report_day')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('box__isnull', True), ('state', 'erased')), models.Q(models.Q(('state', 'erased'), _negated=True), ('box__isnull', False)), _connector='OR'), name='report_erased_is_empty')],
            },
        ),
        migrations.CreateModel(
            name='MessageRow',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('from_desk', models.BooleanField()),
                ('by', models.CharField(max_length=40, null=True)),
                ('client_key_hash', models.BinaryField(max_length=32, unique=True)),
                ('at', models.DateTimeField()),
                ('box', haal.storage.ground.fields.DeskBoxField()),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='messages', to='haal.reportrow')),
            ],
            options={
                'db_table': 'message',
            },
        ),
        migrations.CreateModel(
            name='RoadRow',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('one', models.CharField(max_length=60)),
                ('other', models.CharField(max_length=60)),
                ('road', models.CharField(max_length=8)),
                ('by', models.CharField(max_length=40)),
                ('at', models.DateTimeField()),
            ],
            options={
                'db_table': 'road',
                'constraints': [models.UniqueConstraint(fields=('one', 'other'), name='road_once'), models.CheckConstraint(condition=models.Q(('one__lt', models.F('other'))), name='road_of_two'), models.CheckConstraint(condition=models.Q(('road__in', ['paved', 'gravel', 'dirt', 'cut'])), name='road_class')],
            },
        ),
        migrations.CreateModel(
            name='RoleGrantRow',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('role', models.CharField(max_length=20)),
                ('asked_by', models.CharField(max_length=40)),
                ('agreed_by', models.CharField(max_length=40)),
                ('granted_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(null=True)),
                ('agreement', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, to='haal.agreementrow')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='grants', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'db_table': 'role_grant',
            },
        ),
        migrations.CreateModel(
            name='SameRow',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('one', models.CharField(max_length=40)),
                ('other', models.CharField(max_length=40)),
                ('made_at', models.DateTimeField()),
                ('taken', models.BooleanField(null=True)),
                ('closed_by', models.CharField(max_length=40, null=True)),
                ('closed_at', models.DateTimeField(null=True)),
            ],
            options={
                'db_table': 'same_incident',
                'constraints': [models.UniqueConstraint(fields=('one', 'other'), name='same_incident_once'), models.CheckConstraint(condition=models.Q(('one__lt', models.F('other'))), name='same_incident_ordered'), models.CheckConstraint(condition=models.Q(models.Q(('closed_at__isnull', True), ('closed_by__isnull', True), ('taken__isnull', True)), models.Q(('closed_at__isnull', False), ('closed_by__isnull', False), ('taken__isnull', False)), _connector='OR'), name='same_incident_answered')],
            },
        ),
        migrations.CreateModel(
            name='SealRow',
            fields=[
                ('id', models.CharField(max_length=40, primary_key=True, serialize=False)),
                ('record', models.CharField(max_length=40)),
                ('kind', models.CharField(max_length=16)),
                ('ciphertext', models.BinaryField()),
                ('sealed_at', models.DateTimeField()),
            ],
            options={
                'db_table': 'seal',
                'indexes': [models.Index(fields=['record'], name='seal_record')],
            },
        ),
        migrations.CreateModel(
            name='SeenRow',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('subject', models.CharField(max_length=40)),
                ('person', models.CharField(max_length=40)),
                ('at', models.DateTimeField()),
            ],
            options={
                'db_table': 'call_seen',
                'constraints': [models.UniqueConstraint(fields=('subject', 'person'), name='call_seen_once')],
            },
        ),
        migrations.CreateModel(
            name='ShelterRow',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('facts', models.CharField(max_length=400)),
                ('told', haal.storage.ground.fields.DeskBoxField(null=True)),
                ('counted_at', models.DateTimeField()),
                ('closed', models.CharField(blank=True, default='', max_length=24)),
                ('closed_at', models.DateTimeField(null=True)),
                ('offer', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='shelter', to='haal.offerrow')),
            ],
            options={
                'db_table': 'shelter',
            },
        ),
        migrations.CreateModel(
            name='ShiftHearingRow',
            fields=[
                ('id', models.PositiveSmallIntegerField(primary_key=True, serialize=False)),
                ('looked_at', models.DateTimeField()),
                ('since', models.DateTimeField()),
            ],
            options={
                'db_table': 'shift_hearing',
                'constraints': [models.CheckConstraint(condition=models.Q(('id', 1)), name='shift_hearing_is_one')],
            },
        ),
        migrations.CreateModel(
            name='ShiftNoteRow',
            fields=[
                ('shift', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='note', serialize=False, to='haal.shiftrow')),
                ('told', haal.storage.ground.fields.DeskBoxField()),
                ('until', models.DateTimeField()),
            ],
            options={
                'db_table': 'shift_note',
            },
        ),
        migrations.AddField(
            model_name='shiftrow',
            name='place',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='shifts', to='haal.placerow'),
        ),
        migrations.CreateModel(
            name='ShiftPersonRow',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('person', models.CharField(max_length=40)),
                ('stands_in', models.BooleanField(default=False)),
                ('in_since', models.DateTimeField()),
                ('came_at', models.DateTimeField(null=True)),
                ('shift', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='people', to='haal.shiftrow')),
            ],
            options={
                'db_table': 'shift_person',
            },
        ),
        migrations.CreateModel(
            name='ShiftPracticeRow',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('practice', models.CharField(max_length=24)),
                ('shift', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='practices', to='haal.shiftrow')),
            ],
            options={
                'db_table': 'shift_practice',
            },
        ),
        migrations.CreateModel(
            name='ShiftSwapRow',
            fields=[
                ('id', models.CharField(max_length=40, primary_key=True, serialize=False)),
                ('giver', models.CharField(max_length=40)),
                ('taker', models.CharField(max_length=40)),
                ('asked_at', models.DateTimeField()),
                ('other', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='swaps_wanted', to='haal.shiftrow')),
                ('shift', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='swaps_asked', to='haal.shiftrow')),
            ],
            options={
                'db_table': 'shift_swap',
            },
        ),
        migrations.CreateModel(
            name='StewardCodeRow',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('person', models.CharField(max_length=40)),
                ('use', models.CharField(max_length=10)),
                ('code_hash', models.BinaryField(max_length=32, unique=True)),
            ],
            options={
                'db_table': 'steward_code',
                'constraints': [models.UniqueConstraint(fields=('person', 'use'), name='steward_code_once'), models.CheckConstraint(condition=models.Q(('use__in', ['calendar', 'text'])), name='steward_code_use')],
            },
        ),
        migrations.CreateModel(
            name='CalendarEntryRow',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('starts_at', models.DateTimeField()),
                ('ends_at', models.DateTimeField()),
                ('changed_at', models.DateTimeField()),
                ('sequence', models.PositiveIntegerField(default=0)),
                ('is_off', models.BooleanField(default=False)),
                ('shift', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='entries', to='haal.shiftrow')),
                ('code', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='entries', to='haal.stewardcoderow')),
            ],
            options={
                'db_table': 'calendar_entry',
            },
        ),
        migrations.CreateModel(
            name='SubscriberRow',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('pseudonym', models.CharField(max_length=40, unique=True)),
                ('channel', models.CharField(max_length=8)),
                ('address', models.BinaryField()),
                ('address_index', models.BinaryField(max_length=16)),
                ('state', models.CharField(max_length=8)),
                ('asked_at', models.DateTimeField()),
                ('told_at', models.DateTimeField(null=True)),
                ('choice', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, to='haal.choicerow')),
            ],
            options={
                'db_table': 'subscriber',
            },
        ),
        migrations.CreateModel(
            name='ThreatRow',
            fields=[
                ('id', models.CharField(max_length=40, primary_key=True, serialize=False)),
                ('against', models.CharField(max_length=10)),
                ('told_in', models.CharField(max_length=40)),
                ('opened_by', models.CharField(max_length=40)),
                ('opened_at', models.DateTimeField()),
                ('closed_at', models.DateTimeField(null=True)),
                ('circle', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='threats', to='haal.circlerow')),
                ('place', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='threats', to='haal.placerow')),
            ],
            options={
                'db_table': 'threat',
            },
        ),
        migrations.CreateModel(
            name='TileRow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('level', models.PositiveSmallIntegerField()),
                ('number', models.BigIntegerField()),
                ('data', models.BinaryField(max_length=8192)),
            ],
            options={
                'db_table': 'tile',
                'constraints': [models.UniqueConstraint(fields=('level', 'number'), name='tile_once')],
            },
        ),
        migrations.CreateModel(
            name='TracingCaseRow',
            fields=[
                ('id', models.CharField(max_length=40, primary_key=True, serialize=False)),
                ('report_id', models.CharField(max_length=40, unique=True)),
                ('entry', models.CharField(max_length=8)),
                ('situation', models.CharField(max_length=40)),
                ('state', models.CharField(default='open', max_length=8)),
                ('seeker', models.CharField(default='tracing-kept', max_length=24)),
                ('handed_to', models.CharField(max_length=40, null=True)),
                ('told_at', models.DateTimeField()),
                ('expires_at', models.DateTimeField(null=True)),
                ('ask_again_at', models.DateTimeField(null=True)),
                ('asked_again_at', models.DateTimeField(null=True)),
                ('box', haal.storage.ground.fields.DeskBoxField(null=True)),
            ],
            options={
                'db_table': 'tracing_case',
                'indexes': [models.Index(fields=['handed_to', 'state'], name='tracing_case_of')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('situation__in', ['not-yet-found-after-an-event', 'taken-and-not-heard-of-since']), _negated=True), models.Q(('expires_at__isnull', True), models.Q(('state', 'expired'), _negated=True)), _connector='OR'), name='tracing_never_by_clock'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'open'), _negated=True), ('box__isnull', False), _connector='OR'), name='tracing_open_has_words')],
            },
        ),
        migrations.CreateModel(
            name='TracingOriginRow',
            fields=[
                ('record_hash', models.BinaryField(max_length=32, primary_key=True, serialize=False)),
                ('source_date', models.DateTimeField()),
                ('box', haal.storage.ground.fields.DeskBoxField(null=True)),
                ('case', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='origin', to='haal.tracingcaserow')),
            ],
            options={
                'db_table': 'tracing_origin',
            },
        ),
        migrations.CreateModel(
            name='TracingPairRow',
            fields=[
                ('id', models.CharField(max_length=40, primary_key=True, serialize=False)),
                ('kind', models.CharField(max_length=10)),
                ('state', models.CharField(default='tracing-proposed', max_length=24)),
                ('two_needed', models.BooleanField()),
                ('proposed_at', models.DateTimeField()),
                ('first_by', models.CharField(max_length=40, null=True)),
                ('second_asked', models.CharField(max_length=40, null=True)),
                ('second_by', models.CharField(max_length=40, null=True)),
                ('referred_at', models.DateTimeField(null=True)),
                ('answer', haal.storage.ground.fields.DeskBoxField()),
                ('other', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='pairs_as_other', to='haal.tracingcaserow')),
                ('request', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='pairs', to='haal.tracingcaserow')),
            ],
            options={
                'db_table': 'tracing_pair',
            },
        ),
        migrations.CreateModel(
            name='TracingPublishedRow',
            fields=[
                ('id', models.CharField(max_length=40, primary_key=True, serialize=False)),
                ('case_id', models.CharField(max_length=40)),
                ('asked_by', models.CharField(max_length=40)),
                ('second_asked', models.CharField(max_length=40, null=True)),
                ('agreed_by', models.CharField(max_length=40, null=True)),
                ('source_date', models.DateTimeField()),
                ('expiry_date', models.DateTimeField()),
                ('wiped_at', models.DateTimeField(null=True)),
                ('box', haal.storage.ground.fields.DeskBoxField(null=True)),
            ],
            options={
                'db_table': 'tracing_published',
                'constraints': [models.UniqueConstraint(condition=models.Q(('wiped_at__isnull', True)), fields=('case_id',), name='tracing_published_once_at_a_time'), models.CheckConstraint(condition=models.Q(('agreed_by__isnull', True), models.Q(('agreed_by', models.F('asked_by')), _negated=True), _connector='OR'), name='tracing_published_two_people'), models.CheckConstraint(condition=models.Q(models.Q(('box__isnull', False), ('wiped_at__isnull', True)), models.Q(('box__isnull', True), ('wiped_at__isnull', False)), _connector='OR'), name='tracing_published_words_until_wiped')],
            },
        ),
        migrations.CreateModel(
            name='TracingReferralRow',
            fields=[
                ('number', models.BigAutoField(primary_key=True, serialize=False)),
                ('referred_by', models.CharField(max_length=40)),
                ('referred_at', models.DateTimeField()),
                ('said_at', models.DateTimeField(null=True)),
                ('box', haal.storage.ground.fields.DeskBoxField()),
                ('pair', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='referrals', to='haal.tracingpairrow')),
            ],
            options={
                'db_table': 'tracing_referral',
            },
        ),
        migrations.CreateModel(
            name='TracingSinceRow',
            fields=[
                ('id', models.CharField(max_length=40, primary_key=True, serialize=False)),
                ('report_id', models.CharField(max_length=40, unique=True)),
                ('kind', models.CharField(max_length=8)),
                ('told_at', models.DateTimeField()),
                ('box', haal.storage.ground.fields.DeskBoxField(null=True)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='since', to='haal.tracingcaserow')),
            ],
            options={
                'db_table': 'tracing_since',
            },
        ),
        migrations.CreateModel(
            name='WarningRow',
            fields=[
                ('id', models.CharField(max_length=40, primary_key=True, serialize=False)),
                ('mode', models.CharField(max_length=6)),
                ('state', models.CharField(max_length=8)),
                ('drafted_by', models.CharField(max_length=40)),
                ('drafted_at', models.DateTimeField()),
                ('issued_at', models.DateTimeField(null=True)),
                ('expires_at', models.DateTimeField(null=True)),
                ('incident_id', models.CharField(max_length=40, null=True)),
                ('ground_changed_at', models.DateTimeField(null=True)),
            ],
            options={
                'db_table': 'warning',
                'indexes': [models.Index(fields=['state', 'expires_at'], name='warning_on_air')],
                'constraints': [models.CheckConstraint(condition=models.Q(('mode__in', ['actual', 'drill'])), name='warning_mode'), models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'asked', 'issued', 'updated', 'ended', 'expired'])), name='warning_state')],
            },
        ),
        migrations.CreateModel(
            name='StillTrueRow',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('number', models.PositiveSmallIntegerField()),
                ('asked_at', models.DateTimeField()),
                ('answer', models.CharField(blank=True, default='', max_length=10)),
                ('answered_by', models.CharField(max_length=40, null=True)),
                ('answered_at', models.DateTimeField(null=True)),
                ('warning', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='questions', to='haal.warningrow')),
            ],
            options={
                'db_table': 'warning_still_true',
            },
        ),
        migrations.CreateModel(
            name='RumourRow',
            fields=[
                ('id', models.CharField(max_length=40, primary_key=True, serialize=False)),
                ('subject', models.CharField(max_length=20)),
                ('state', models.CharField(max_length=14)),
                ('box', haal.storage.ground.fields.DeskBoxField()),
                ('noted_by', models.CharField(max_length=40)),
                ('noted_at', models.DateTimeField()),
                ('incident_id', models.CharField(max_length=40, null=True)),
                ('checked_by', models.CharField(max_length=40, null=True)),
                ('checked_at', models.DateTimeField(null=True)),
                ('how', models.CharField(max_length=14, null=True)),
                ('place_said', models.CharField(max_length=80, null=True)),
                ('warning', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='answers', to='haal.warningrow')),
            ],
            options={
                'db_table': 'rumour',
            },
        ),
        migrations.CreateModel(
            name='RevisionRow',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('number', models.PositiveSmallIntegerField()),
                ('kind', models.CharField(max_length=6)),
                ('box', haal.storage.ground.fields.DeskBoxField(null=True)),
                ('said', models.JSONField(null=True)),
                ('cap', models.BinaryField(null=True)),
                ('identifier', models.CharField(max_length=60, null=True, unique=True)),
                ('asked_by', models.CharField(max_length=40, null=True)),
                ('agreed_by', models.CharField(max_length=40, null=True)),
                ('ended_by', models.CharField(max_length=40, null=True)),
                ('audience_count', models.PositiveIntegerField(null=True)),
                ('issued_at', models.DateTimeField(null=True)),
                ('expires_at', models.DateTimeField(null=True)),
                ('superseded_at', models.DateTimeField(null=True)),
                ('warning', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='revisions', to='haal.warningrow')),
            ],
            options={
                'db_table': 'warning_revision',
            },
        ),
        migrations.CreateModel(
            name='WrappedKeyRow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('keeper', models.PositiveSmallIntegerField()),
                ('wrapped', models.BinaryField()),
                ('seal', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='shares', to='haal.sealrow')),
            ],
            options={
                'db_table': 'wrapped_key',
            },
        ),
        migrations.CreateModel(
            name='CircleCallRow',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('state', models.CharField(default='queued', max_length=8)),
                ('tries', models.PositiveSmallIntegerField(default=0)),
                ('not_after', models.DateTimeField()),
                ('contact', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='calls', to='haal.circlecontactrow')),
            ],
            options={
                'db_table': 'circle_call',
                'indexes': [models.Index(condition=models.Q(('state', 'queued')), fields=['id'], name='circle_call_waits')],
            },
        ),
        migrations.CreateModel(
            name='CircleNoteShareRow',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('wrapped', models.BinaryField()),
                ('note', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='shares', to='haal.circlenoterow')),
                ('of', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='haal.circlememberrow')),
                ('to', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='haal.circlememberrow')),
            ],
            options={
                'db_table': 'circle_note_share',
                'constraints': [models.UniqueConstraint(fields=('note', 'of', 'to'), name='circle_note_share_once')],
            },
        ),
        migrations.AddIndex(
            model_name='circlememberrow',
            index=models.Index(fields=['person'], name='circle_member_person'),
        ),
        migrations.AddConstraint(
            model_name='circlememberrow',
            constraint=models.UniqueConstraint(fields=('circle', 'person'), name='circle_member_once'),
        ),
        migrations.AddConstraint(
            model_name='circlememberrow',
            constraint=models.UniqueConstraint(fields=('circle', 'step'), name='circle_member_turn'),
        ),
        migrations.AddConstraint(
            model_name='circlecontactrow',
            constraint=models.UniqueConstraint(condition=models.Q(('member__isnull', True)), fields=('circle',), name='circle_contact_once'),
        ),
        migrations.AddConstraint(
            model_name='circleturnrow',
            constraint=models.UniqueConstraint(fields=('circle', 'alarm', 'step'), name='circle_turn_once'),
        ),
        migrations.AddConstraint(
            model_name='complaintreachedrow',
            constraint=models.UniqueConstraint(fields=('complaint', 'listener'), name='complaint_reached_once'),
        ),
        migrations.AddIndex(
            model_name='incidentrow',
            index=models.Index(fields=['state', 'seen_first', 'seen_last'], name='incident_seen'),
        ),
        migrations.AddIndex(
            model_name='incidentrow',
            index=models.Index(fields=['state', 'day_first'], name='incident_day'),
        ),
        migrations.AddIndex(
            model_name='incidentrow',
            index=models.Index(fields=['state', 'seen_last'], name='incident_seen_last'),
        ),
        migrations.AddConstraint(
            model_name='incidentrow',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('redirect_to__isnull', False), ('state', 'merged')), models.Q(models.Q(('state', 'merged'), _negated=True), ('redirect_to__isnull', True)), _connector='OR'), name='incident_merged_points_on'),
        ),
        migrations.AddConstraint(
            model_name='incidentrow',
            constraint=models.CheckConstraint(condition=models.Q(('redirect_to__isnull', True), models.Q(('redirect_to', models.F('id')), _negated=True), _connector='OR'), name='incident_not_at_itself'),
        ),
        migrations.AddConstraint(
            model_name='choicerow',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('quiet_from__isnull', True), ('quiet_to__isnull', True)), models.Q(('quiet_from__lte', 23), ('quiet_to__lte', 23)), _connector='OR'), name='subscriber_quiet'),
        ),
        migrations.AddConstraint(
            model_name='offermetrow',
            constraint=models.UniqueConstraint(fields=('offer', 'person'), name='offer_met_by_each_once'),
        ),
        migrations.AddConstraint(
            model_name='matchrow',
            constraint=models.CheckConstraint(condition=models.Q(('for_count__gte', 1)), name='match_for_somebody'),
        ),
        migrations.AddConstraint(
            model_name='matchrow',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('shown_to_asker', False), ('shown_to_offerer', False)), models.Q(('asker_agreed', True), ('offerer_agreed', True)), _connector='OR'), name='match_shown_only_if_both_agreed'),
        ),
        migrations.AddConstraint(
            model_name='matchrow',
            constraint=models.CheckConstraint(condition=models.Q(('guarded', False), ('state__in', ['proposed', 'fell-through']), models.Q(('host__isnull', False), models.Q(('vouched_by', ''), _negated=True), models.Q(('vouched_by', models.F('proposed_by')), _negated=True)), _connector='OR'), name='match_guarded_by_two'),
        ),
        migrations.AddConstraint(
            model_name='matchrow',
            constraint=models.CheckConstraint(condition=models.Q(('guarded', False), models.Q(('state', 'done'), _negated=True), models.Q(('called_by', ''), _negated=True), _connector='OR'), name='match_guarded_is_called'),
        ),
        migrations.AddConstraint(
            model_name='matchrow',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'fell-through'), models.Q(('ended_by', ''), _negated=True)), models.Q(models.Q(('state', 'fell-through'), _negated=True), ('ended_by', '')), _connector='OR'), name='match_ended_says_by_whom'),
        ),
        migrations.AddConstraint(
            model_name='matchrow',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ['on-the-way', 'promised', 'proposed'])), fields=('need', 'offer'), name='match_live_once'),
        ),
        migrations.AddIndex(
            model_name='placecallrow',
            index=models.Index(condition=models.Q(('state', 'queued')), fields=['id'], name='place_call_waits'),
        ),
        migrations.AddConstraint(
            model_name='placecallrow',
            constraint=models.UniqueConstraint(fields=('subject', 'contact'), name='place_call_once'),
        ),
        migrations.AddConstraint(
            model_name='placedrillrow',
            constraint=models.CheckConstraint(condition=models.Q(('hazard__in', ['blast', 'second-attack', 'unexploded', 'air-strike', 'shelling', 'shooting', 'armed-clash', 'abduction', 'road-stop', 'threat-to-place', 'false-rumour', 'fire', 'flood', 'made-up']), ('people_count__gte', 2)), name='place_drill_of_the_list'),
        ),
        migrations.AddIndex(
            model_name='alarmrow',
            index=models.Index(fields=['place', 'raised_at'], name='alarm_of_place'),
        ),
        migrations.AddConstraint(
            model_name='placestewardrow',
            constraint=models.UniqueConstraint(fields=('place', 'person'), name='place_steward_once'),
        ),
        migrations.AddConstraint(
            model_name='placecontactrow',
            constraint=models.UniqueConstraint(fields=('steward', 'channel'), name='place_contact_once'),
        ),
        migrations.AddConstraint(
            model_name='placewishrow',
            constraint=models.CheckConstraint(condition=models.Q(('days__gte', 1), ('days__lte', 127), ('minutes__gte', 1), ('people__gte', 2)), name='place_wish_never_alone'),
        ),
        migrations.AddIndex(
            model_name='queuechoicerow',
            index=models.Index(fields=['queue', 'id'], name='warning_queue_choices'),
        ),
        migrations.AddConstraint(
            model_name='queuechoicerow',
            constraint=models.UniqueConstraint(fields=('queue', 'choice_id'), name='warning_queue_choice_once'),
        ),
        migrations.AddIndex(
            model_name='deliveryrow',
            index=models.Index(condition=models.Q(('not_before__isnull', True), ('state', 'queued')), fields=['queue', 'channel', 'rank', 'id'], name='delivery_ready'),
        ),
        migrations.AddIndex(
            model_name='deliveryrow',
            index=models.Index(condition=models.Q(('not_before__isnull', False), ('state', 'queued')), fields=['queue', 'not_before'], name='delivery_resting'),
        ),
        migrations.AddIndex(
            model_name='deliveryrow',
            index=models.Index(condition=models.Q(('lease_id__isnull', False)), fields=['lease_id'], name='delivery_leased'),
        ),
        migrations.AddConstraint(
            model_name='deliveryrow',
            constraint=models.UniqueConstraint(fields=('queue', 'person'), name='delivery_once'),
        ),
        migrations.AddConstraint(
            model_name='deliveryrow',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['queued', 'leased', 'sending', 'accepted', 'refused', 'unknown', 'withdrawn', 'expired'])), name='delivery_state'),
        ),
        migrations.AddIndex(
            model_name='referralrow',
            index=models.Index(fields=['state', 'asked_at'], name='referral_state'),
        ),
        migrations.AddConstraint(
            model_name='referralrow',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('agreed_by__isnull', True), ('state__in', ['asked', 'withdrawn', 'expired'])), models.Q(('agreed_by__isnull', False), models.Q(('agreed_by', models.F('asked_by')), _negated=True)), _connector='OR'), name='referral_two_people'),
        ),
        migrations.AddConstraint(
            model_name='referralrow',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('box__isnull', False), ('state', 'asked')), models.Q(models.Q(('state', 'asked'), _negated=True), ('box__isnull', True)), _connector='OR'), name='referral_words_while_asked'),
        ),
        migrations.AddConstraint(
            model_name='referralrow',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('shut__isnull', False), ('state__in', ['agreed', 'handed-over'])), models.Q(models.Q(('state__in', ['agreed', 'handed-over']), _negated=True), ('shut__isnull', True)), _connector='OR'), name='referral_shut_until_received'),
        ),
        migrations.AddConstraint(
            model_name='referralrow',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'received'), _negated=True), ('receipt__isnull', False), _connector='OR'), name='referral_received_is_signed'),
        ),
        migrations.AddConstraint(
            model_name='relayrow',
            constraint=models.CheckConstraint(condition=models.Q(('side__in', ['asker', 'offerer'])), name='relay_side'),
        ),
        migrations.AddConstraint(
            model_name='rolegrantrow',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('asked_by', models.F('agreed_by')), _negated=True), models.Q(('asked_by', models.F('person')), _negated=True), models.Q(('agreed_by', models.F('person')), _negated=True)), name='role_grant_by_two_others'),
        ),
        migrations.AddConstraint(
            model_name='rolegrantrow',
            constraint=models.CheckConstraint(condition=models.Q(('role__in', ['intake', 'verifier', 'warner', 'aid', 'tracer', 'steward', 'publisher', 'custodian', 'operator', 'auditor', 'focal', 'listener', 'woman-listener'])), name='role_grant_known_role'),
        ),
        migrations.AddConstraint(
            model_name='rolegrantrow',
            constraint=models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True)), fields=('person', 'role'), name='role_grant_once'),
        ),
        migrations.AddConstraint(
            model_name='shelterrow',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('closed', ''), ('closed_at__isnull', True)), models.Q(('closed__in', ['no-longer-offered', 'not-fit-to-live-in', 'in-danger', 'never-was-one']), ('closed_at__isnull', False), ('told__isnull', True)), _connector='OR'), name='shelter_closed_says_why'),
        ),
        migrations.AddIndex(
            model_name='shiftrow',
            index=models.Index(fields=['place', 'starts_at'], name='shift_of_place'),
        ),
        migrations.AddConstraint(
            model_name='shiftrow',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('closed_at__isnull', True), ('people_count__gte', 2)), models.Q(('closed_at__isnull', False), ('people_count', 0)), _connector='OR'), name='shift_never_alone'),
        ),
        migrations.AddConstraint(
            model_name='shiftrow',
            constraint=models.CheckConstraint(condition=models.Q(('ends_at__gt', models.F('starts_at'))), name='shift_ends_after_it_starts'),
        ),
        migrations.AddConstraint(
            model_name='shiftpersonrow',
            constraint=models.UniqueConstraint(fields=('shift', 'person'), name='shift_person_once'),
        ),
        migrations.AddConstraint(
            model_name='shiftpracticerow',
            constraint=models.UniqueConstraint(fields=('shift', 'practice'), name='shift_practice_once'),
        ),
        migrations.AddConstraint(
            model_name='shiftpracticerow',
            constraint=models.CheckConstraint(condition=models.Q(('practice__in', ['talked', 'protective-presence', 'accompaniment', 'early-warning', 'rumour-control', 'ways-out-walked', 'confidence-building', 'quarrel-calmed', 'practised', 'others-shown', 'first-aid-given', 'office-asked'])), name='shift_practice_of_the_list'),
        ),
        migrations.AddConstraint(
            model_name='shiftswaprow',
            constraint=models.UniqueConstraint(fields=('shift', 'other', 'giver', 'taker'), name='shift_swap_once'),
        ),
        migrations.AddConstraint(
            model_name='calendarentryrow',
            constraint=models.UniqueConstraint(fields=('code', 'shift'), name='calendar_entry_once'),
        ),
        migrations.AddIndex(
            model_name='subscriberrow',
            index=models.Index(fields=['choice', 'state'], name='subscriber_of_choice'),
        ),
        migrations.AddIndex(
            model_name='subscriberrow',
            index=models.Index(condition=models.Q(('state', 'asked')), fields=['asked_at'], name='subscriber_asked'),
        ),
        migrations.AddConstraint(
            model_name='subscriberrow',
            constraint=models.UniqueConstraint(fields=('channel', 'address_index'), name='subscriber_once'),
        ),
        migrations.AddIndex(
            model_name='threatrow',
            index=models.Index(fields=['opened_at'], name='threat_opened'),
        ),
        migrations.AddConstraint(
            model_name='threatrow',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('against', 'person'), ('place__isnull', True)), models.Q(('against__in', ['place', 'gathering']), ('place__isnull', False)), _connector='OR'), name='threat_against'),
        ),
        migrations.AddConstraint(
            model_name='tracingpairrow',
            constraint=models.UniqueConstraint(fields=('request', 'other'), name='tracing_pair_once'),
        ),
        migrations.AddConstraint(
            model_name='tracingpairrow',
            constraint=models.CheckConstraint(condition=models.Q(('request', models.F('other')), _negated=True), name='tracing_pair_of_two'),
        ),
        migrations.AddConstraint(
            model_name='tracingpairrow',
            constraint=models.CheckConstraint(condition=models.Q(('second_by__isnull', True), models.Q(('first_by__isnull', False), models.Q(('first_by', models.F('second_by')), _negated=True)), _connector='OR'), name='tracing_pair_two_people'),
        ),
        migrations.AddConstraint(
            model_name='tracingpairrow',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['tracing-same', 'tracing-half-agreed']), _negated=True), models.Q(('first_by__isnull', False), ('state', 'tracing-half-agreed')), models.Q(('first_by__isnull', False), ('state', 'tracing-same'), ('two_needed', False)), models.Q(('second_by__isnull', False), ('state', 'tracing-same')), _connector='OR'), name='tracing_pair_agreed'),
        ),
        migrations.AddConstraint(
            model_name='stilltruerow',
            constraint=models.UniqueConstraint(fields=('warning', 'number'), name='still_true_once'),
        ),
        migrations.AddConstraint(
            model_name='stilltruerow',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('answer', ''), ('answered_at__isnull', True), ('answered_by__isnull', True)), models.Q(('answered_at__isnull', False), ('answered_by__isnull', False), models.Q(('answer', ''), _negated=True)), _connector='OR'), name='still_true_answer_is_whole'),
        ),
        migrations.AddIndex(
            model_name='rumourrow',
            index=models.Index(fields=['state', 'noted_at'], name='rumour_state'),
        ),
        migrations.AddConstraint(
            model_name='rumourrow',
            constraint=models.CheckConstraint(condition=models.Q(('subject__in', ['attack-happened', 'attack-coming', 'people-killed', 'people-taken', 'water-poisoned', 'aid-given-out', 'must-leave', 'holy-insulted', 'other'])), name='rumour_subject'),
        ),
        migrations.AddConstraint(
            model_name='rumourrow',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'told'), ('checked_at__isnull', True), ('checked_by__isnull', True), ('how__isnull', True), ('place_said__isnull', True)), models.Q(('state__in', ['checked-false', 'checked-true']), ('checked_at__isnull', False), ('checked_by__isnull', False), ('how__isnull', False), ('place_said__isnull', False)), _connector='OR'), name='rumour_checked_wholly_or_not'),
        ),
        migrations.AddConstraint(
            model_name='rumourrow',
            constraint=models.CheckConstraint(condition=models.Q(('how__isnull', True), ('how__in', ['seen-there', 'asked-there', 'steward', 'record']), _connector='OR'), name='rumour_how'),
        ),
        migrations.AddConstraint(
            model_name='rumourrow',
            constraint=models.CheckConstraint(condition=models.Q(('checked_by__isnull', True), models.Q(('checked_by', models.F('noted_by')), _negated=True), _connector='OR'), name='rumour_checked_by_another'),
        ),
        migrations.AddConstraint(
            model_name='revisionrow',
            constraint=models.UniqueConstraint(fields=('warning', 'number'), name='warning_revision_once'),
        ),
        migrations.AddConstraint(
            model_name='revisionrow',
            constraint=models.UniqueConstraint(condition=models.Q(('issued_at__isnull', True)), fields=('warning',), name='warning_one_draft'),
        ),
        migrations.AddConstraint(
            model_name='revisionrow',
            constraint=models.CheckConstraint(condition=models.Q(('issued_at__isnull', True), models.Q(('agreed_by__isnull', False), ('asked_by__isnull', False), models.Q(('agreed_by', models.F('asked_by')), _negated=True)), models.Q(('ended_by__isnull', False), ('kind', 'Cancel')), _connector='OR'), name='warning_two_people'),
        ),
        migrations.AddConstraint(
            model_name='revisionrow',
            constraint=models.CheckConstraint(condition=models.Q(('issued_at__isnull', True), models.Q(('cap__isnull', False), ('expires_at__isnull', False), ('identifier__isnull', False), ('said__isnull', False)), _connector='OR'), name='warning_issued_is_whole'),
        ),
        migrations.AddConstraint(
            model_name='revisionrow',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'Alert'), ('number', 1)), models.Q(('kind__in', ['Update', 'Cancel']), ('number__gt', 1)), _connector='OR'), name='warning_begins_with_an_alert'),
        ),
        migrations.AddConstraint(
            model_name='wrappedkeyrow',
            constraint=models.UniqueConstraint(fields=('seal', 'keeper'), name='wrapped_key_once'),
        ),
    ]
