"""Measure a deploy of one changed bulletin beside rsync and the AWS command line: DEPLOY.md.

    python benchmarks/deploy.py          10,000 bulletins
    python benchmarks/deploy.py 1000     another size

An SSH server and an S3 server on this machine stand for the targets. In each round one text is
edited; then, for each target in turn, the site is built and verified by a dry run, the deploy is
timed, and the other program brings a copy of the very same tree up to date. What a host does once
the site is out is waited for before anything else is timed.
"""

import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from contextlib import ExitStack
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from release import places  # noqa: E402

from benchmarks import dialects  # noqa: E402
from benchmarks.edits import Edits  # noqa: E402
from benchmarks.generate import bulletins  # noqa: E402
from benchmarks.measure import environment, ram_disk  # noqa: E402
from benchmarks.peers import install  # noqa: E402

ROUNDS = 3
#: What a deploy says when it ends, in English.
_SAID = re.compile(r", (\d+) files changed, (\d+) bytes sent")
_TEXT = """\
# Deploys

Written by `python benchmarks/deploy.py`: one text edited in {count:,} bulletins ({files:,} files),
medians of {rounds} rounds, targets on this machine. The other program brings a copy of the same
tree up to date: `rsync -a --checksum --delete` on disk and over SSH, `aws s3 sync --delete` on S3.

- *Shipping* is a deploy of a site that is built and verified already: look at what is public, send,
  make it public, read it back.
- A host makes links for the next release, and removes the oldest, once one is out. Nobody waits for
  that; it is not in these times, and nothing else was timed until it had ended.
- *All* is from the edit on: build, verify, plan and ship.
- *Bytes* and *files* are what the deploy sent, its manifest with it.

| target | shipping, s | all, s | other, s | shipping ÷ other | bytes | files | goal |
|---|---|---|---|---|---|---|---|
"""
_GOALS = {"disk": 1.0, "ssh": 1.0, "s3": 0.2}


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    with ExitStack() as stack:
        work = Path(stack.enter_context(tempfile.TemporaryDirectory(dir=ram_disk())))
        (work / "ssh").mkdir()
        host = stack.enter_context(places.ssh_host(work / "ssh"))
        store = stack.enter_context(places.moto())
        bucket = urllib.request.Request(f"{store.endpoint}/noticias", method="PUT")
        urllib.request.urlopen(bucket, timeout=10).close()
        site = work / "sala"
        archive = bulletins(count, ())
        dialects.write(site, archive, dialects.ours)
        targets = {
            "disk": places.folder(work / "disk"),
            "ssh": host.place(work / "remote"),
            "s3": store.place("noticias"),
        }
        toml = (HERE / "newsroom.toml").read_text("utf-8")
        for name, place in targets.items():
            url = "https://prensa.sanjacinto.invalid"
            toml += f'\n[targets.{name}]\nurl = "{url}"\nproduction = true\n{place.table}'
        (site / "newsroom.toml").write_text(toml, "utf-8")
        told = measured(site, targets, archive, host, store, work)
    text = _TEXT.format(count=count, files=told.pop("files"), rounds=ROUNDS)
    for name, row in told.items():
        ratio = row["shipping"] / row["other"]
        goal = f"≤ {_GOALS[name]:g} {'✓' if ratio <= _GOALS[name] else '✗'}"
        text += (
            f"| {name} | {row['shipping']:.2f} | {row['all']:.2f} | {row['other']:.2f} "
            f"| {ratio:.2f} | {row['bytes']:,.0f} | {row['sent']:.0f} | {goal} |\n"
        )
    print(text)
    (HERE / "DEPLOY.md").write_text(text, "utf-8")


def measured(site, targets, archive, host, store, work):  # type: ignore[no-untyped-def]
    environ = environment() | host.environ | store.environ | {"PREGONERO_LANG": "en"}
    aws = install("aws", HERE / "aws" / "requirements.txt") / "bin" / "aws"
    roots = {"disk": work / "disk", "ssh": work / "remote", "s3": work / "none"}
    outbox = {name: site / f".cache/targets/{name}/outbox" for name in targets}
    others = {
        "disk": ["rsync", "-a", "--checksum", "--delete", f"{outbox['disk']}/", f"{work}/copy/"],
        "ssh": [
            "rsync", "-a", "--checksum", "--delete",
            "-e", f"ssh -p {host.port} -oUserKnownHostsFile={host.known_hosts}",
            f"{outbox['ssh']}/", f"127.0.0.1:{work}/remote-copy/",
        ],
        "s3": [
            str(aws), "s3", "sync", "--quiet", "--delete", "--endpoint-url", store.endpoint,
            "--region", "us-east-1", "--exclude", "*.gz", str(outbox["s3"]), "s3://noticias/copy/",
        ],
    }  # fmt: skip
    rows = {
        name: {"shipping": [], "all": [], "other": [], "bytes": [], "sent": []} for name in targets
    }
    edits = Edits(site, archive)

    def deploy(name, *more):  # type: ignore[no-untyped-def]
        command = [sys.executable, str(ROOT / "cli.py"), "deploy", name, *more]
        done = timed(command, site, environ)
        if (roots[name] / "releases").is_dir() and not places.settled(roots[name]):
            raise SystemExit(f"{name}: nothing is ready for the next release")
        return done

    for turn in range(ROUNDS + 1):
        edits.body()
        for name in targets:
            if turn:
                deploy(name, "--dry-run")
            took, said = deploy(name)
            other, _ = timed(others[name], work, environ)
            if turn:
                files, sent = map(int, _SAID.search(said).groups())
                add = {"shipping": took, "other": other, "bytes": sent, "sent": files}
                for key, value in add.items():
                    rows[name][key].append(value)
        if turn:
            edits.body()
            for name in targets:
                rows[name]["all"].append(deploy(name)[0])
                timed(others[name], work, environ)
            print(f"round {turn}", file=sys.stderr, flush=True)
    manifest = json.loads((work / "disk/current/manifest.json").read_bytes())
    found = {
        name: {key: statistics.median(values) for key, values in row.items()}
        for name, row in rows.items()
    }
    return {"files": len(manifest["files"]), **found}


def timed(command, cwd, environ):  # type: ignore[no-untyped-def]
    begun = time.perf_counter()
    done = subprocess.run(command, cwd=cwd, env=environ, capture_output=True, text=True)
    took = time.perf_counter() - begun
    if done.returncode:
        raise SystemExit(
            f"{command[:3]}: exit {done.returncode}\n{done.stdout}{done.stderr}"[-3000:]
        )
    return took, done.stdout + done.stderr


if __name__ == "__main__":
    if not all(map(shutil.which, ("rsync", "ssh"))):
        raise SystemExit("rsync and ssh are needed")
    os.environ.pop("SITEURL", None)
    main()
