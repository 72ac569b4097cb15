"""The chart, rendered by Helm's own library: what Kubernetes knows, what pods may, and who reaches whom."""

import copy
import json
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.database import ROOT

CHART = ROOT / "deploy" / "helm" / "zweiklang"
KUBERNETES = "1.34"
VALUES: dict[str, Any] = {
    "host": "zweiklang.example",
    "files": {"s3": {"bucket": "files", "endpoint": "https://s3.example"}},
    "backup": {"volumeClaim": "backups"},
    "monitoring": {"serviceMonitor": True},
    "extraSecretFiles": {"ZWEIKLANG_VAPID_PRIVATE_KEY": "push-key"},
}
# Of operators, whose schemas come with them.
OF_OPERATORS = {"Cluster/zk-db", "Pooler/zk-pooler", "ServiceMonitor/zk"}

pytestmark = pytest.mark.slow
type Object = dict[str, Any]


def _judged(programs: Path, values: dict[str, Any], *, upgrade: bool = False) -> dict[str, Any]:
    asked = {"chart": str(CHART), "values": values, "upgrade": upgrade, "kubernetes": KUBERNETES}
    command = [programs / "python", ROOT / "tests" / "deploy" / "judging.py"]
    done = subprocess.run(command, input=json.dumps(asked), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


@pytest.fixture(scope="module")
def installed(programs: Path) -> dict[str, Any]:
    """What Helm would send to the cluster at the first installation, with everything switched on."""
    return _judged(programs, VALUES)


@pytest.fixture(scope="module")
def objects(installed: dict[str, Any]) -> dict[str, Object]:
    """The objects, by kind and name."""
    return {f"{found['kind']}/{found['metadata']['name']}": found for found in installed["objects"]}


def _pods(objects: dict[str, Object]) -> Iterator[tuple[str, Object]]:
    for name, found in objects.items():
        spec = found.get("spec", {})
        spec = spec.get("jobTemplate", {}).get("spec", spec)
        if "template" in spec:
            yield name, spec["template"]["spec"]


def _containers(objects: dict[str, Object]) -> Iterator[tuple[str, Object, Object]]:
    for name, pod in _pods(objects):
        for container in [*pod.get("initContainers", []), *pod["containers"]]:
            yield f"{name}/{container['name']}", pod, container


def test_kubernetes_knows_every_field(installed: dict[str, Any]) -> None:
    assert installed["wrong"] == []
    assert set(installed["unknown"]) == OF_OPERATORS
    assert installed["lint"] == []


def test_pods_may_no_more_than_the_restricted_standard(objects: dict[str, Object]) -> None:
    checked = 0
    for name, pod, container in _containers(objects):
        assert pod["securityContext"]["runAsNonRoot"] is True, name
        assert pod["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}, name
        assert pod["automountServiceAccountToken"] is False, name
        assert container["securityContext"] == {
            "allowPrivilegeEscalation": False,
            "readOnlyRootFilesystem": True,
            "capabilities": {"drop": ["ALL"]},
        }, name
        assert {"requests", "limits"} <= set(container["resources"]), name
        assert not {"hostNetwork", "hostPID", "hostIPC"} & set(pod), name
        checked += 1
    assert checked == 6  # web, worker, live, roles, migrate, backup


def test_secrets_are_files_and_the_owners_are_where_they_must_be(objects: dict[str, Object]) -> None:
    from zweiklang.config.declared import SETTINGS
    from zweiklang.kernel.secret_files import SECRETS

    known = {setting.name for setting in SETTINGS} | {f"{name}_FILE" for name in SECRETS}
    with_owner = set()
    for name, pod, container in _containers(objects):
        environment = {one["name"]: one.get("value", "") for one in container["env"]}
        assert set(environment) - known <= {"SUPERUSER_PASSWORD", "DATABASE_SUPERUSER_URL"}, name
        secret = next(volume["secret"] for volume in pod["volumes"] if volume["name"] == "secrets")
        keys = {item["key"] for item in secret["items"]}
        used = {
            value.rpartition("/")[2] for value in environment.values() if value.startswith("/run/secrets/")
        }
        assert used <= keys, name
        if "owner-database-url" in keys:
            with_owner.add(name.rpartition("/")[0])
    assert with_owner == {"Job/zk-migrate-1", "CronJob/zk-backup"}


def test_pages_are_ready_when_they_say_so_and_end_in_order(objects: dict[str, Object]) -> None:
    web = objects["Deployment/zk-web"]["spec"]
    container = web["template"]["spec"]["containers"][0]
    assert container["readinessProbe"]["httpGet"]["path"] == "/health/ready"
    assert container["livenessProbe"]["httpGet"]["path"] == "/health/live"
    assert web["strategy"]["rollingUpdate"]["maxUnavailable"] == 0
    drains = next(int(one["value"]) for one in container["env"] if one["name"] == "ZWEIKLANG_DRAIN_SECONDS")
    probe = container["readinessProbe"]
    assert drains > probe["periodSeconds"] * probe["failureThreshold"]
    assert web["template"]["spec"]["terminationGracePeriodSeconds"] > drains + 30
    assert "replicas" not in web  # the autoscaler's
    assert objects["Deployment/zk-live"]["spec"]["replicas"] == 1
    assert objects["Deployment/zk-live"]["spec"]["strategy"] == {"type": "Recreate"}


def test_web_goes_through_the_pooler_and_nobody_else_does(objects: dict[str, Object]) -> None:
    urls = {
        name: one["value"]
        for name, _pod, container in _containers(objects)
        for one in container["env"]
        if one["name"] == "DATABASE_URL_FILE"
    }
    assert {name for name, url in urls.items() if url.endswith("pooled-database-url")} == {
        "Deployment/zk-web/web"
    }
    pooled = {name for name, _pod, one in _containers(objects) if "ZWEIKLANG_PGBOUNCER" in str(one["env"])}
    assert pooled == {"Deployment/zk-web/web"}
    assert objects["Pooler/zk-pooler"]["spec"]["pgbouncer"]["poolMode"] == "transaction"
    assert (
        objects["Pooler/zk-pooler"]["spec"]["cluster"]["name"] == objects["Cluster/zk-db"]["metadata"]["name"]
    )


def _chosen(policy: Object, labels: dict[str, str]) -> bool:
    selector = policy["spec"]["podSelector"]
    wanted = all(labels.get(key) == value for key, value in selector.get("matchLabels", {}).items())
    return wanted and all(
        labels.get(one["key"]) in one["values"] for one in selector.get("matchExpressions", [])
    )


def test_nothing_reaches_a_pod_but_what_is_named(objects: dict[str, Object]) -> None:
    policies = [found for found in objects.values() if found["kind"] == "NetworkPolicy"]
    labels = {
        name: found["spec"].get("jobTemplate", found)["spec"]["template"]["metadata"]["labels"]
        for name, found in objects.items()
        if found["kind"] in {"Deployment", "Job", "CronJob"}
    }
    denied = next(found for found in policies if found["metadata"]["name"] == "zk-deny")
    assert denied["spec"]["policyTypes"] == ["Ingress", "Egress"]
    for name, mine in labels.items():
        assert _chosen(denied, mine), name
        reached = any(policy["spec"].get("ingress") and _chosen(policy, mine) for policy in policies)
        assert reached == (name in {"Deployment/zk-web", "Deployment/zk-live"}), name
        out = {
            port["port"]
            for policy in policies
            if _chosen(policy, mine)
            for rule in policy["spec"].get("egress", [])
            for port in rule["ports"]
        }
        assert (443 in out) == (mine["app.kubernetes.io/component"] in {"web", "worker", "backup"}), name
        assert 5432 in out, name


def test_services_lead_to_pods_that_listen_there(objects: dict[str, Object]) -> None:
    for component, port in (("web", "http"), ("live", "live")):
        service = objects[f"Service/zk-{component}"]["spec"]
        template = objects[f"Deployment/zk-{component}"]["spec"]["template"]
        assert service["selector"].items() <= template["metadata"]["labels"].items()
        assert (
            [one["name"] for one in template["spec"]["containers"][0]["ports"]]
            == [service["ports"][0]["targetPort"]]
            == [port]
        )
    paths = objects["Ingress/zk"]["spec"]["rules"][0]["http"]["paths"]
    assert [(one["path"], one["backend"]["service"]["name"]) for one in paths] == [
        ("/nachrichten/live/", "zk-live"),
        ("/", "zk-web"),
    ]


def test_tables_are_made_beside_the_first_installation_and_before_an_upgrade(
    programs: Path, objects: dict[str, Object]
) -> None:
    assert "annotations" not in objects["Job/zk-migrate-1"]["metadata"]
    later = _judged(programs, VALUES, upgrade=True)
    job = next(found for found in later["objects"] if found["kind"] == "Job")
    assert job["metadata"]["name"] == "zk-migrate-2"
    assert job["metadata"]["annotations"]["helm.sh/hook"] == "pre-upgrade"
    assert later["wrong"] == []


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"host": ""}, "host"),
        ({"host": "https://x.example"}, "host"),
        ({"files": {"s3": {"bucket": ""}}}, "files.s3.bucket or files.volumeClaim"),
        ({"files": {"s3": {"bucket": "b"}, "volumeClaim": "c"}}, "choose one"),
        ({"files": {"s3": {"bucket": "b", "endpoint": "http://s3"}}}, "endpoint"),
        ({"settings": {"ZWEIKLANG_SECRET_KEY": "x"}}, "ZWEIKLANG_SECRET_KEY"),
        ({"settings": {"ZWEIKLANG_DEMO": "true"}}, "ZWEIKLANG_DEMO"),
        ({"image": {"tag": "latest"}}, "tag"),
        ({"web": {"replica": 3}}, "replica"),
    ],
)
def test_values_that_would_be_wrong_are_refused(programs: Path, change: dict[str, Any], reason: str) -> None:
    assert reason in _judged(programs, {**VALUES, **change}).get("refused", "")


def test_without_operators_and_bucket_it_is_a_chart_too(programs: Path) -> None:
    values = copy.deepcopy(VALUES) | {
        "database": {"enabled": False},
        "files": {"volumeClaim": "files"},
        "backup": {},
        "monitoring": {},
        "web": {"autoscaling": {"enabled": False}, "replicas": 3},
    }
    found = _judged(programs, values)
    assert found["wrong"] == found["unknown"] == []
    web = next(
        one for one in found["objects"] if one["kind"] == "Deployment" and one["metadata"]["name"] == "zk-web"
    )
    assert web["spec"]["replicas"] == 3
    assert {"name": "files", "persistentVolumeClaim": {"claimName": "files"}} in web["spec"]["template"][
        "spec"
    ]["volumes"]


def test_the_image_is_written_as_hadolint_wants_it(programs: Path) -> None:
    done = subprocess.run(
        [programs / "hadolint", ROOT / "deploy" / "Containerfile"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (0, "")
