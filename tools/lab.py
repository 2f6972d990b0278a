"""JupyterLab, as start.py opens it: on the working copies, quiet, and gone when it is told to."""

# As start.py, which imports it: the standard library alone, in words that Python 3.6 reads.

import contextlib
import os
import re
import shutil
import signal
import socket
import subprocess
import time
from urllib.parse import quote

from tools.copies import WORK, originals
from tools.machine import LABCONFIG, OWN_SESSION, PYTHON, VENV, WINDOWS, environment, fail, read_json, say
from tools.machine import say_for_now, stop, write_json

LOG = VENV / "lab.log"

# No news and no update check: the setting keeps the page from asking, the options the server.
# Every cell is drawn at once: else one out of sight waits until the browser is idle, on a busy machine for minutes.
SETTINGS = {
    "@jupyterlab/apputils-extension:notification": {"fetchNews": "false", "checkForUpdates": False},
    "@jupyterlab/notebook-extension:tracker": {"windowingMode": "none"},
}
OPTIONS = {
    "LabApp.news_url": "None",
    "LabApp.check_for_updates_class": "jupyterlab.handlers.announcements.NeverCheckForUpdate",
    "LabApp.extension_manager": "readonly",
    "LabApp.workspaces_dir": WORK / ".workspaces",  # the learner's other labs keep their own layout
    "ServerApp.root_dir": WORK,
    "ServerApp.ip": "127.0.0.1",
    "ServerApp.answer_yes": "True",
    "KernelManager.transport_encryption": "auto",  # without it each kernel warns here that others could listen
    "HTMLExporter.preprocessors": "helpers.printing.Questions",  # by which it prints
    "Application.log_level": "WARN",  # which still tells the link
}

# For slides: the presentation is on from the start, and what it remembers of that is kept from the learner's own lab.
SLIDES = VENV / "etc" / "jupyter-slides"
SLIDE_SETTINGS = {"jupyterlab-slideshow:plugin": {"active": True}}
SLIDE_OPTIONS = {
    "LabApp.expose_app_in_browser": "True",  # helpers/explorer/deck/lab.js turns the slides by it
    "LabApp.user_settings_dir": SLIDES / "settings",
    "LabApp.workspaces_dir": SLIDES / "workspaces",
}


def open_lab(wanted, arguments, presented=None):
    """Runs the lab until it ends, on the port that is wanted or another, with further arguments of its own.

    presented: the name of the notebook that is shown as slides; without it the lab opens the first one, to work in.
    """
    settle(LABCONFIG, SETTINGS)
    options, env = {**OPTIONS, "ServerApp.port": free_port(wanted)}, environment()
    if presented:
        shutil.rmtree(SLIDES, ignore_errors=True)
        settle(SLIDES / "labconfig", SLIDE_SETTINGS)
        options.update(SLIDE_OPTIONS)
        env["JUPYTER_CONFIG_PATH"] = os.pathsep.join(filter(None, [str(SLIDES), env.get("JUPYTER_CONFIG_PATH")]))
    if presented or originals():
        options["LabApp.default_url"] = "/lab/tree/" + quote(presented or originals()[0].name)
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        say("Running as root, as containers do; on a machine of your own, rather start as yourself.")
        options["ServerApp.allow_root"] = "True"
    # JupyterLab refuses an option that comes twice: the user's --ip=… or --ServerApp.ip=… replaces ours.
    given = {argument.split("=")[0].lstrip("-").split(".")[-1].replace("-", "_") for argument in arguments}
    ours = [f"--{name}={value}" for name, value in options.items() if name.split(".")[1] not in given]
    code = run_lab([str(PYTHON), "-m", "jupyterlab", *ours, *arguments], env)
    if code:
        fail(f"JupyterLab ended with an error ({code}): what it said is in {LOG}.")
    say(f"The lab has stopped; your notebooks are in {WORK}.")


def settle(folder, settings):
    """Puts settings where a lab finds them, if they aren't there."""
    path = folder / "default_setting_overrides.json"
    if read_json(path) != settings:
        folder.mkdir(parents=True, exist_ok=True)
        write_json(path, settings)


def run_lab(command, env):
    """Runs the lab until it ends or is stopped; says its link, and leaves the rest of what it says in the log."""
    with contextlib.suppress(OSError):
        LOG.unlink()  # another lab may still write to it: that one keeps its file, this one gets its own
    with open(LOG, "w", opener=for_me_alone) as log, open(LOG, encoding="utf-8", errors="replace") as said:
        began, output, link = time.monotonic(), "", None
        lab = subprocess.Popen(
            command, cwd=WORK, env=env, stdin=subprocess.DEVNULL, stdout=log, stderr=log, **OWN_SESSION
        )
        try:
            while lab.poll() is None and not link:
                say_for_now(f"Starting JupyterLab, {time.monotonic() - began:.0f} s")
                time.sleep(0.05)
                output += said.read()
                link = re.search(r"^\s*(https?://\S+)\n", output, re.MULTILINE)
            if link:
                say("JupyterLab is open; Ctrl-C here stops it. Should no browser show it, follow this link:")
                say(f"  {link.group(1)}")
            return lab.wait()
        except KeyboardInterrupt:
            stop(lab, signal.SIGTERM)  # on which the lab stops its kernels first; on SIGINT it leaves them
            return 0


def for_me_alone(path, flags):
    return os.open(path, flags, 0o600)  # the link holds the token, which lets in whoever has it


def take_port(arguments):
    """The port asked for, and the arguments without it."""
    wanted, others, rest = "8888", [], iter(arguments)
    for argument in rest:
        name, equals, value = argument.partition("=")
        if name in ("--port", "--ServerApp.port"):
            wanted = value if equals else next(rest, "")
        else:
            others.append(argument)
    if not re.fullmatch("[0-9]{1,5}", wanted) or int(wanted) > 65535:
        fail(f"--port must be a number up to 65535; got {wanted!r}.", 2)
    return int(wanted), others


def free_port(wanted):
    """The port asked for, or else one that is free: the next few, then any."""
    for port in [*range(wanted, min(wanted + 20, 65536)), 0]:
        with socket.socket() as probe, contextlib.suppress(OSError):
            if not WINDOWS:  # where this would share the port instead of seeing that it is free again
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(("127.0.0.1", port))
            port = probe.getsockname()[1]
            if wanted not in (0, port):
                say(f"Port {wanted} is in use; taking {port}.")
            return port
    return wanted
