"""Run by the Python of .tools/deploy: renders the chart with Helm's own library and compares each object with Kubernetes' schemas.

Reads {"chart", "values", "upgrade", "kubernetes"} from standard input and writes {"objects", "wrong", "unknown", "lint"} or {"refused"}.
"""

import json
import sys

import kubernetes_validate
import yaml
from helm_python import Chart, HelmError, lint


def main() -> None:
    asked = json.load(sys.stdin)
    try:
        with Chart.load(asked["chart"]) as chart:
            rendered = chart.render(
                values=asked["values"],
                name="zk",
                namespace="school",
                is_install=not asked["upgrade"],
                is_upgrade=asked["upgrade"],
                revision=1 + asked["upgrade"],
            )
    except HelmError as problem:
        json.dump({"refused": str(problem)}, sys.stdout)
        return
    texts = [text for path, text in rendered.items() if not path.endswith("NOTES.txt")]
    objects = [found for text in texts for found in yaml.safe_load_all(text) if found]
    wrong, unknown = [], []
    for found in objects:
        name = f"{found['kind']}/{found['metadata']['name']}"
        try:
            kubernetes_validate.validate(found, asked["kubernetes"], strict=True)
        except kubernetes_validate.SchemaNotFoundError:
            unknown.append(name)
        except kubernetes_validate.ValidationError as problem:
            wrong.append(f"{name}: {problem.message}")
    said = lint(asked["chart"], values=asked["values"], kube_version=f"v{asked['kubernetes']}.0")
    notes = [message["error"] for message in said["messages"] if message["severity"] > 1] + said["errors"]
    json.dump({"objects": objects, "wrong": wrong, "unknown": unknown, "lint": notes}, sys.stdout)


if __name__ == "__main__":
    main()
