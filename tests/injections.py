"""Texts that try to be programs: every one says HIT(its number) if it runs.

A page that shows them as text has no element that carries `data-hit` and has called
nothing.
"""

import itertools

# What ends the place in a page where a text may stand.
ENDINGS = [
    "", '">', "'>", "</p>", "</textarea>", "</title>", "</script>", "-->", "</style>",
    "</option></select>",
]  # fmt: skip
# What runs when a browser takes it for HTML; %s is the call.
ELEMENTS = [
    "<script data-hit>%s</script>",
    "<img data-hit src=x onerror=%s>",
    "<svg data-hit onload=%s>",
    "<svg/data-hit/onload=%s>",
    "<IMG data-hit SRC=x oNeRrOr=%s>",
    "<input data-hit autofocus onfocus=%s>",
    "<details data-hit open ontoggle=%s>",
    "<video data-hit><source onerror=%s></video>",
    "<audio data-hit src=x onerror=%s>",
    "<iframe data-hit src=javascript:%s>",
    '<iframe data-hit srcdoc="<script>parent.%s</script>">',
    "<object data-hit data=javascript:%s>",
    "<embed data-hit src=javascript:%s>",
    "<body data-hit onload=%s>",
    "<style data-hit onload=%s>a{}</style>",
    "<svg><animate data-hit onbegin=%s attributeName=x>",
    "<math><mtext><img data-hit src=x onerror=%s>",
]
# What runs from inside an attribute, a script, an address or a template.
OTHERS = [
    '" data-hit onfocus=%s autofocus x="',
    "' data-hit onmouseover=%s x='",
    "`data-hit onpointerenter=%s",
    "javascript:%s",
    "JaVaScRiPt:%s//",
    "';%s;//",
    '";%s;//',
    "\\';%s;//",
    '"-%s-"',
    "${%s}",
    "{{%s}}",
    "{%% verbatim %%}<img data-hit src=x onerror=%s>",
    "[a](javascript:%s)",
    "[a](JAVASCRIPT:%s)",
    "![a](javascript:%s)",
    "[a](<javascript:%s>)",
    "<javascript:%s>",
    "[a](data:text/html,<script>%s</script>)",
    "[a](&#106;avascript:%s)",
    "[a](java&Tab;script:%s)",
    "[a](vbscript:%s)",
    '[a](https://x.org "\\" data-hit onclick=%s")',
    "[a]: javascript:%s\n[a]",
    "```\n</code></pre><img data-hit src=x onerror=%s>\n```",
    "`</code><img data-hit src=x onerror=%s>`",
    "| <img data-hit src=x onerror=%s> |\n|--|\n| a |",
    "> <svg data-hit onload=%s>",
    "# <svg data-hit onload=%s>",
    "&lt;img data-hit src=x onerror=%s&gt;",
    "&#60;img data-hit src=x onerror=%s&#62;",
    "%%3Cimg data-hit src=x onerror=%s%%3E",
    "\\u003cimg data-hit src=x onerror=%s\\u003e",
    "<<img data-hit src=x onerror=%s//>>",
    "<img/data-hit/src='x'onerror='%s'",
    "<a data-hit href=javascript:%s>a</a>",
    "<form data-hit><button formaction=javascript:%s>",
    "<base data-hit href=javascript:%s//>",
    "<meta data-hit http-equiv=refresh content=0;url=javascript:%s>",
    "<link data-hit rel=stylesheet href=javascript:%s>",
    "<template><img data-hit src=x onerror=%s></template>",
    "<textarea><img data-hit src=x onerror=%s>",
    "<!--><img data-hit src=x onerror=%s>-->",
    "<![CDATA[><img data-hit src=x onerror=%s>]]>",
]


def corpus():
    """Return all the texts, each once, in an order that does not change."""
    forms = [a + b for a, b in itertools.product(ENDINGS, ELEMENTS)] + OTHERS
    return [form % f"HIT({number})" for number, form in enumerate(forms)]


def packed(length, gap=" "):
    """Return the corpus as texts of at most so many characters, each held whole."""
    texts = [""]
    for one in corpus():
        longer = texts[-1] + gap + one if texts[-1] else one
        if len(longer) <= length:
            texts[-1] = longer
        else:
            texts.append(one)
    return texts
