"""Makes the theme's pages ask for less: one style sheet, one script after the explorers' own, each picture once.

Measured on a phone's screen with the processor slowed four times: see README, "The site".
"""

import base64
import functools
import hashlib
import re

STYLES, SCRIPTS = "_static/styles/theme.css", "_static/scripts/theme.js"  # the joined ones
STYLE = re.compile(r'<link [^>]*href="([^"?]+\.css)[^"]*"[^>]*/>\s*')
SCRIPT = re.compile(r'<script (?:defer )?src="([^"?]+)[^"]*"></script>\s*')
ICONS = re.compile(r'<script defer src="[^"]*fontawesome\.js[^>]*></script>\s*')  # the theme's style has them as well
PRELOADS = re.compile(r'<link rel="preload"[^>]*>\s*')
OURS = re.compile(r'<script defer="defer" src="[^"?]+[^"]*"></script>\s*')
SETTINGS = re.compile(r"<script>DOCUMENTATION_OPTIONS\.[^<]*</script>\s*")  # of what this site leaves out
FOR_SEARCH = ("searchtools.js", "language_data.js", "searchindex.js")
PICTURE = re.compile(r'src="data:image/png;base64,([^"]+)"')
FOLD = ' aria-label="Toggle hidden content"'  # of what says "Show the code"
PICTURES = "_static/pictures"
LOCAL = re.compile(r'((?:href|src)=")(_static/[^"?#]+|searchindex\.js)(?:\?[^"]*)?(?=")')


def join_theme(out):
    """Writes the joined style sheet and the joined script, as search.html, which has all of them, names theirs."""
    text = ICONS.sub("", (out / "search.html").read_text(encoding="utf-8"))
    styles = "\n".join(style(out / name) for name in STYLE.findall(text))
    scripts = "\n;".join((out / name).read_text(encoding="utf-8") for name in theme_scripts(text))
    (out / STYLES).write_text(styles, encoding="utf-8")
    (out / SCRIPTS).write_text(re.sub(r"^//# sourceMappingURL.*", "", scripts, flags=re.MULTILINE), encoding="utf-8")


def style(path):
    """A style sheet with those that it imports. Each that names a file stands in one folder with the joined one."""
    text = path.read_text(encoding="utf-8")
    return re.sub(r'@import "([^"]+)";', lambda match: style((path.parent / match[1]).resolve()), text)


def theme_scripts(text):
    return [name for name in SCRIPT.findall(text) if not name.endswith(FOR_SEARCH)]


def page(text, out):
    """A page that asks for the joined ones. The theme's script waits for the first explorer, but not for a search."""
    text = SETTINGS.sub("", PRELOADS.sub("", ICONS.sub("", text)))
    if "sphinx-book-theme" in text:
        ours = "".join(OURS.findall(text))
        text = OURS.sub("", SCRIPT.sub("", STYLE.sub("", text)))
        if 'id="search-results"' in text:
            deferred = [SCRIPTS, *(f"_static/{name}" for name in FOR_SEARCH[:2]), FOR_SEARCH[2]]
            ours += "".join(f'<script defer src="{name}"></script>\n' for name in deferred)
        else:
            ours = re.sub(r'(?=src="_static/site\.js)', f'data-src="{SCRIPTS}" ', ours)
        text = text.replace("</head>", f'<link rel="stylesheet" href="{STYLES}" />\n{ours}</head>', 1)
    text = text.replace(FOLD, "")
    return LOCAL.sub(lambda match: f"{match[1]}{match[2]}?v={version(out / match[2])}", text)


def with_pictures_apart(text, out):
    return PICTURE.sub(lambda match: f'src="{picture(match[1], out)}"', text)


def picture(encoded, out):
    """The address of a picture as a file of its own, which a notebook's page, its slides and the course share."""
    content = base64.b64decode(encoded)
    path = out / PICTURES / f"{hashlib.sha256(content).hexdigest()[:12]}.png"
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(content)
    return path.relative_to(out).as_posix()


@functools.cache
def version(path):
    """A few letters that change with a file, so that no browser takes an old one for it."""
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12]
