"""The workflows and schedules that come with the program do what they say."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from town import PROGRAM, absent, environment

GITHUB = PROGRAM / ".github/workflows/sitio.yml"
GITLAB = PROGRAM / ".gitlab-ci.yml"
SYSTEMD = PROGRAM / "automation"


def steps() -> dict[str, str]:
    """What hosted jobs run of ours, by where it stands."""
    jobs = yaml.safe_load(GITHUB.read_text("utf-8"))["jobs"]
    found = {
        f"GitHub, {job}: {step['name']}": step["run"]
        for job, of in jobs.items()
        for step in of["steps"]
        if "run" in step
    }
    jobs = yaml.safe_load(GITLAB.read_text("utf-8"))
    for job in ("revisar", "publicar"):
        found[f"GitLab, {job}"] = "set -e\n" + "\n".join(jobs[job]["script"])
    return found


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The repository as a hosted job has it, its environment made, its target on this disk."""
    room = tmp_path_factory.mktemp("job")
    copy = room / "sitio"
    shutil.copytree(
        PROGRAM,
        copy,
        ignore=shutil.ignore_patterns(
            ".git", ".venv", "node_modules", "output", ".cache", ".*_cache", "__pycache__"
        ),
    )
    (copy / ".venv").symlink_to(sys.prefix)
    if not (copy / ".venv/runtime").exists():
        pytest.skip("these tests do not run in the environment that make made")
    toml = copy / "newsroom.toml"
    text = toml.read_text("utf-8")
    toml.write_text(re.sub(r'path = "/srv/.*"', f'path = "{room}/www"', text), "utf-8")
    return copy


@pytest.mark.parametrize("name", steps())
def test_a_step_of_a_hosted_job_works(clone: Path, name: str) -> None:
    if "make setup" in steps()[name]:
        pytest.skip("it made the environment that these tests run in")
    home = clone.parent / "home"
    home.mkdir(exist_ok=True)
    env = environment(HOME=str(home), GITHUB_ENV=str(home / "env"), KNOWN_HOSTS="a", SSH_KEY="")
    env.pop("SSH_AUTH_SOCK", None)
    # The agent that a job starts ends with its machine; here, with the step.
    script = f"trap 'ssh-agent -k >/dev/null 2>&1 || true' EXIT\n{steps()[name]}"
    done = subprocess.run(
        ["bash", "-c", script], cwd=clone, env=env, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_job_that_publishes_did(clone: Path) -> None:
    assert (clone.parent / "www/current/index.html").is_file()


@pytest.mark.parametrize(
    ("schema", "path"), [("vendor.github-workflows", GITHUB), ("vendor.gitlab-ci", GITLAB)]
)
def test_a_hosted_service_understands_its_file(schema: str, path: Path) -> None:
    program = str(Path(sys.executable).with_name("check-jsonschema"))
    words = ["--builtin-schema", schema]
    if "gitlab" in schema:
        words += ["--data-transform", "gitlab-ci"]
    done = subprocess.run([program, *words, str(path)], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def test_what_others_wrote_is_pinned_by_its_commit() -> None:
    used = re.findall(r"uses: (\S+)(.*)", GITHUB.read_text("utf-8"))
    assert used and not [u for u in used if not re.fullmatch(r"[\w/-]+@[0-9a-f]{40}", u[0])]
    assert all(re.fullmatch(r"  # v\d+\.\d+\.\d+", version) for _, version in used)


def test_no_hosted_job_has_a_secret_of_its_own() -> None:
    for path in (GITHUB, GITLAB):
        text = path.read_text("utf-8")
        assert "BEGIN" not in text and not re.search(r"AKIA|ghp_|password", text)


def test_systemd_understands_its_files(clone: Path, tmp_path: Path) -> None:
    if not shutil.which("systemd-analyze"):
        absent("systemd-analyze is not installed")
    for path in (*SYSTEMD.glob("*.service"), *SYSTEMD.glob("*.timer")):
        text = path.read_text("utf-8")
        text = text.replace("/srv/pregonero/sitio", str(clone)).replace("User=pregonero\n", "")
        (tmp_path / path.name).write_text(text, "utf-8")
    units = sorted(map(str, tmp_path.glob("pregonero*")))
    assert len(units) == 5
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", *units],
        capture_output=True, text=True, env=os.environ | {"SYSTEMD_UNIT_PATH": f"{tmp_path}:"},
    )  # fmt: skip
    complaints = [line for line in done.stderr.splitlines() if "pregonero" in line]
    assert complaints == []


def test_what_systemd_and_cron_run_works(clone: Path) -> None:
    service = (SYSTEMD / "pregonero.service").read_text("utf-8")
    start = re.search(r"^ExecStart=(.*)$", service, re.M)
    line = [one for one in (SYSTEMD / "crontab").read_text("utf-8").splitlines() if one[:1] == "*"]
    assert start and len(line) == 1
    cron = line[0].split(None, 5)[5].replace("git pull --quiet --ff-only && ", "")
    watch = (SYSTEMD / "pregonero-watch.service").read_text("utf-8")
    look = re.search(r"^ExecStart=(.*)$", watch, re.M)
    assert look
    ran = clone / ".cache/targets/production/ran"
    ran.unlink(missing_ok=True)
    assert subprocess.run(["sh", "-c", look[1]], cwd=clone, capture_output=True).returncode
    for command in (start[1], cron, look[1]):
        here = command.replace("/srv/pregonero/sitio", str(clone))
        done = subprocess.run(
            ["sh", "-c", here], cwd=clone, env=environment(), capture_output=True, text=True
        )
        assert done.returncode == 0, done.stdout + done.stderr
