# SPDX-License-Identifier: Apache-2.0
#
# What a pipeline reads and runs:
#   ci.py                        says by its exit status whether it can run
#   ci.py commands FILE FOLDER   the commands of limen in a workflow or a configuration of pre-commit, one a
#                                line, as they would be run for the files below FOLDER
#   ci.py junit FILE             whether the numbers in a report of JUnit's are those of its cases
import os
import re
import sys
from xml.etree import ElementTree

import yaml


def files_below(folder):
    for place, _, names in os.walk(folder):
        for name in names:
            yield os.path.relpath(os.path.join(place, name), folder)


def of_hook(hook, folder):
    if not hook.get("pass_filenames", True):
        return hook["entry"]
    exclude = hook.get("exclude", "^$")
    chosen = [
        path
        for path in sorted(files_below(folder))
        if re.search(hook["files"], path) and not re.search(exclude, path)
    ]
    return " ".join([hook["entry"]] + chosen)


def commands(path, folder):
    with open(path, encoding="utf-8") as file:
        document = yaml.safe_load(file)
    for repo in document.get("repos", []):
        for hook in repo["hooks"]:
            yield of_hook(hook, folder)
    for job in document.get("jobs", {}).values():
        for step in job["steps"]:
            yield from (line for line in step.get("run", "").splitlines() if line.startswith("limen"))


def junit(path):
    for suite in ElementTree.parse(path).getroot():
        for name, wanted in (("tests", "testcase"), ("failures", "*/failure"), ("errors", "*/error")):
            found = len(suite.findall(wanted))
            if int(suite.get(name, 0)) != found:
                print(f"{suite.get('name')}: {name} is {suite.get(name)}, but there are {found}")
                return 1
    print("the numbers agree")
    return 0


if len(sys.argv) == 4 and sys.argv[1] == "commands":
    print("\n".join(commands(sys.argv[2], sys.argv[3])))
elif len(sys.argv) == 3 and sys.argv[1] == "junit":
    sys.exit(junit(sys.argv[2]))
