"""Writes dbt-cases.jsonl: what dbt chooses of a made project, for selectors made by chance from a seed.

    pip install dbt-core==1.11.2 dbt-duckdb==1.10.0
    python test/selection/dbt-cases.py test/selection/dbt-cases.jsonl

The first line has the models, each other line one choice and the terms that dbt warned about.
"""

import json
import os
import random
import sys
import tempfile

from dbt.cli.main import dbtRunner

random.seed(20)
target = os.path.abspath(sys.argv[1])
folders = ["stage", "mart", "martb", "x1"]
names = ["orders", "ordersdaily", "customer", "cust", "a", "b1", "b2", "report", "final", "stage2", "n12"]
models = []
for name in names:
    models.append(
        {
            "name": name,
            "folder": random.choice(folders),
            "tags": [tag for tag in ["nightly", "pii.mail", "t1"] if random.random() < 0.35],
            "parents": [model["name"] for model in models if random.random() < 0.28],
        }
    )


def write(path, text):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w") as file:
        file.write(text)


patterns = ["mart.*", "stage.*", "*.orders*", "*orders*", "[ab]*", "[!ab]*", "mart*", "*", "public.*"]
patterns += ["*.b[12]", "mart?.*", "*s*", "x1.?*"]


def value():
    model = random.choice(models)
    name, folder = random.choice(names), random.choice(folders)
    return random.choice(
        [name] * 12
        + [f"{model['folder']}.{model['name']}"] * 3
        + [f"public.{model['folder']}.{model['name']}", "public", f"nothing{name}"]
        + [folder] * 3
        + [random.choice(patterns)] * 3
        + ["tag:" + random.choice(["nightly", "pii.mail", "t1", "pii.*", "n*", "none", "*"])] * 4
        + [f"path:models/{folder}"] * 2
        + [f"models/{folder}", "path:models/mart*", "fqn:" + random.choice([name, folder, "*"])]
    )


def condition():
    up, down = random.randint(0, 3), random.randint(0, 3)
    form = random.choice(["{}"] * 4 + ["+{}", "{}+", "@{}"] * 2 + ["+{}+", f"{up}+{{}}", f"{{}}+{down}", f"{up}+{{}}+{down}"])
    return form.format(value())


def texts():
    def term():
        return ",".join(condition() for _ in range(random.choice([1, 1, 1, 2, 2, 3])))

    return [" ".join(term() for _ in range(random.choice([1, 1, 2]))) for _ in range(random.choice([1, 1, 2]))]


root = tempfile.mkdtemp()
write(f"{root}/dbt_project.yml", "name: public\nversion: '1.0'\nprofile: p\nmodel-paths: [models]\n")
write(f"{root}/profiles.yml", "p:\n  target: d\n  outputs:\n    d: {type: duckdb, path: ':memory:'}\n")
for model in models:
    refs = "".join(f'-- {{{{ ref("{parent}") }}}}\n' for parent in model["parents"])
    config = f"{{{{ config(tags={json.dumps(model['tags'])}) }}}}\n"
    write(f"{root}/models/{model['folder']}/{model['name']}.sql", f"{config}{refs}select 1 as x\n")

warned = []


def listen(event):
    if event.info.name == "NoNodesForSelectionCriteria":
        warned.append(event.data.spec_raw)


os.chdir(root)
options = ["--quiet", "--project-dir", root, "--profiles-dir", root]
parsed = dbtRunner().invoke(["parse", *options])
runner = dbtRunner(manifest=parsed.result, callbacks=[listen])
lines = [{"dbt": "1.11.2", "models": models}]
for _ in range(250):
    select = texts() if random.random() < 0.92 else None
    exclude = texts() if select is None or random.random() < 0.35 else []
    words = [word for text in select or [] for word in ("--select", text)]
    words += [word for text in exclude for word in ("--exclude", text)]
    warned.clear()
    listed = runner.invoke(["ls", *options, "--output", "name", *words])
    if not listed.success:
        raise SystemExit(f"{words}: {listed.exception}")
    lines.append(
        {
            "select": select,
            "exclude": exclude,
            "chosen": sorted(listed.result),
            "unmatched": sorted(set(warned)),
        }
    )
write(target, "".join(json.dumps(line) + "\n" for line in lines))
