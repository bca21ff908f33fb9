"""Adds up the reports of a run in a row of a table, tells which cases are not as they should be, and fails if any is not.

    summary.py NAME FOLDER...
"""

import collections
import json
import sys

FINE = {"OK", "INFORMATIONAL"}

name, folders = sys.argv[1], sys.argv[2:]
cases = {}
for folder in folders:
    with open(folder + "/index.json") as report:
        for results in json.load(report).values():
            cases.update(results)

count = collections.Counter(case["behavior"] for case in cases.values())
wrong = {number: case for number, case in cases.items() if not {case["behavior"], case["behaviorClose"]} <= FINE}
failed = sum(case["behavior"] not in FINE | {"NON-STRICT"} for case in wrong.values())
unclean = sum(case["behaviorClose"] not in FINE for case in wrong.values())

columns = [name, len(cases), count["OK"], count["NON-STRICT"], count["INFORMATIONAL"], failed, unclean]
print("| " + " | ".join(map(str, columns)) + " |")
for number, case in wrong.items():
    print(f"case {number}: {case['behavior']}, its end {case['behaviorClose']}", file=sys.stderr)
sys.exit(1 if wrong or not cases else 0)
