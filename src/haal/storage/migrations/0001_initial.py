import django.db.models.deletion
import haal.storage.fields
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
            name='LeafRow',
            fields=[
                ('index', models.BigIntegerField(primary_key=True, serialize=False)),
                ('data', models.BinaryField(max_length=58)),
                ('act', models.CharField(max_length=40, unique=True)),
            ],
            options={
                'db_table': 'leaf',
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
                ('suspended_at', models.DateTimeField(null=True)),
                ('suspended_by', models.CharField(max_length=40, null=True)),
                ('removed_at', models.DateTimeField(null=True)),
                ('removed_by', models.CharField(max_length=40, null=True)),
            ],
            options={
                'db_table': 'person',
                'constraints': [models.CheckConstraint(condition=models.Q(('is_active', False), models.Q(('removed_at__isnull', True), ('suspended_at__isnull', True)), _connector='OR'), name='person_stopped_is_not_active'), models.CheckConstraint(condition=models.Q(('removed_by__isnull', True), models.Q(('removed_by', models.F('suspended_by')), _negated=True), _connector='OR'), name='person_removed_by_another')],
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
                ('box', haal.storage.fields.DeskBoxField()),
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
                ('reason', haal.storage.fields.DeskBoxField(null=True)),
            ],
            options={
                'db_table': 'agreement',
                'indexes': [models.Index(fields=['kind', 'subject'], name='agreement_about')],
                'constraints': [models.CheckConstraint(condition=models.Q(('agreed_by__isnull', True), models.Q(('agreed_by', models.F('asked_by')), _negated=True), _connector='OR'), name='agreement_two_people'), models.CheckConstraint(condition=models.Q(models.Q(('agreed_at__isnull', True), ('agreed_by__isnull', True)), models.Q(('agreed_at__isnull', False), ('agreed_by__isnull', False)), _connector='OR'), name='agreement_by_whom_and_when'), models.CheckConstraint(condition=models.Q(('agreed_at__isnull', True), ('withdrawn_at__isnull', True), _connector='OR'), name='agreement_one_end'), models.CheckConstraint(condition=models.Q(('kind__in', ['warn', 'release', 'unseal', 'export', 'role-grant', 'shred', 'factor-reset', 'account-restore'])), name='agreement_kind'), models.UniqueConstraint(condition=models.Q(('agreed_at__isnull', True), ('withdrawn_at__isnull', True)), fields=('kind', 'subject'), name='agreement_open_once')],
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
                ('box', haal.storage.fields.DeskBoxField()),
            ],
            options={
                'db_table': 'report',
                'indexes': [models.Index(fields=['state', 'received_at'], name='report_queue'), models.Index(fields=['day_first'], name='report_day')],
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
                ('box', haal.storage.fields.DeskBoxField()),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='messages', to='haal.reportrow')),
            ],
            options={
                'db_table': 'message',
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
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('asked_by', models.F('agreed_by')), _negated=True), models.Q(('asked_by', models.F('person')), _negated=True), models.Q(('agreed_by', models.F('person')), _negated=True)), name='role_grant_by_two_others'), models.CheckConstraint(condition=models.Q(('role__in', ['intake', 'verifier', 'warner', 'aid', 'tracer', 'steward', 'publisher', 'custodian', 'operator', 'auditor', 'focal', 'listener'])), name='role_grant_known_role'), models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True)), fields=('person', 'role'), name='role_grant_once')],
            },
        ),
    ]
