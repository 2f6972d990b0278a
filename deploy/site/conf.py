"""How Sphinx makes the site from the committed notebooks, with no kernel; tools/site.py lays them beside it."""

import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

import pages  # noqa: E402

project = html_title = "Backpropagation, by hand and alive"
language = "en"
extensions = ["myst_nb", "pages"]
nb_execution_mode = "off"
nb_ipywidgets_js = {}  # the page runs explorers and questions itself: see static/site.js
myst_enable_extensions = ["amsmath", "dollarmath"]
suppress_warnings = ["myst.header"]
html_theme = "sphinx_book_theme"
html_static_path = ["static"]
html_favicon = "static/favicon.svg"
html_extra_path = ["explorer.html", "backpropagation.zip"]
exclude_patterns = ["remarks", "map.txt", "README.md"]
nb_code_prompt_show = "Show the code"
nb_code_prompt_hide = "Hide the code"
html_css_files = ["site.css"]
html_js_files = [("host.js", {"defer": "defer"}), ("site.js", {"defer": "defer"}), ("paper.js", {"defer": "defer"})]
html_math_renderer = pages.MATHML
html_copy_source = False
html_show_copyright = html_show_sphinx = False
html_use_index = False
html_context = {"default_mode": "auto"}
html_theme_options = {
    "use_download_button": False,
    "use_fullscreen_button": False,
    "show_toc_level": 2,
    "navigation_with_keys": False,
    "navbar_persistent": [],  # the search stands in the side bar
    "footer_content_items": [],  # which would name an author
}
