"""LaTeX reads as text where it is LaTeX, and nothing else is touched."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.latex import readable

MATH = [
    # Scripts: small characters where Unicode has them all, else grouped so that nothing is lost.
    (r"$d^{k+1}$", "dᵏ⁺¹"),
    (r"$x_i$", "xᵢ"),
    (r"$x_{ij}^{(t)}$", "xᵢⱼ⁽ᵗ⁾"),
    (r"$x_{t + 1}$", "xₜ₊₁"),
    (r"$10^{-3}$", "10⁻³"),
    (r"$x^10$", "x¹0"),
    (r"$2^{\aleph_0}$", "2^(ℵ₀)"),
    (r"$x^{\top}$ and $x^\top y$", "x^⊤ and x^⊤ y"),
    (r"$n^{d/2}$", "n^(d/2)"),
    (r"$n^{\alpha}$", "n^α"),
    (r"$e^{-\lambda t}$", "e^(−λt)"),
    (r"$x^{x^{x}}$", "x^(xˣ)"),
    (r"$x_{i,j}$", "x_(i,j)"),
    (r"$x_b y$ and $x_by$", "x_b y and x_b y"),
    (r"$x^{(a,b)}$", "x^(a,b)"),
    (r"$L_\text{train}$", "Lₜᵣₐᵢₙ"),
    (r"$W^*$ or $W^{\ast}$", "W* or W*"),
    (r"$90^\circ$", "90°"),
    (r"$f'(x)$", "f′(x)"),
    (r"CO$_2$, 10$^{-3}$, the $n^{th}$", "CO₂, 10⁻³, the nᵗʰ"),
    (r"$L^\infty(X)$", "L^∞(X)"),
    # Commands.
    (r"$\mathbb{R}^d \to \mathbb{R}^d$", "ℝᵈ → ℝᵈ"),
    (r"$\mathbb{R}^{n\times d}$", "ℝ^(n × d)"),
    (r"$\Theta(1)$", "Θ(1)"),
    (r"$\|x\|_2^2$", "‖x‖₂²"),
    (r"$\left\|x\right\|_2$", "‖x‖₂"),
    (r"$\mathcal{O}(n \log n)$", "O(n log n)"),
    (r"$2\log n$, $\log\log n$, $\log^2 n$", "2 log n, log log n, log² n"),
    (r"$\sin\theta$", "sin θ"),
    (r"$\max_{i \in I} x_i$", "max_(i ∈ I) xᵢ"),
    (r"$\max\limits_x f(x)$", "maxₓ f(x)"),
    (r"$\sum_{i=1}^n x_i$", "∑ᵢ₌₁ⁿ xᵢ"),
    (r"$\operatorname{Tr}(A)$", "Tr(A)"),
    (r"$\operatorname*{arg\,max}_x f$", "arg maxₓ f"),
    (r"$\text{loss}$", "loss"),
    (r"$x\text{ if } y$", "x if y"),
    (r"$p\text{-value, Bob's}$", "p-value, Bob's"),
    (r"$\hat\theta$ $\hat{\theta}_n$ $\tilde O(n)$", "θ̂ θ̂ₙ Õ(n)"),
    (r"$\hat{x_i}$ $\hat{x+y}$", "x̂ᵢ x̂+ŷ"),
    (r"$\leq \infty$", "≤ ∞"),
    (r"$1 \times 1$, $1\times1$, $a\leq b$, $a \leq b$", "1 × 1, 1×1, a ≤ b, a ≤ b"),
    (r"$(\pm 1)$", "(± 1)"),
    (r"$x=\infty y$", "x=∞ y"),
    (r"$\alpha = \beta n$", "α = βn"),
    (r"$x - y$", "x − y"),
    (r"$x \not= y$, $x \not\in A$", "x ≠ y, x ∉ A"),
    (r"$50\%$", "50%"),
    (r"$50% x$", "50% x"),
    (r"$\{0,1\}^n$", "{0,1}ⁿ"),
    (r"$\left( x \right.$", "(x"),
    (r"$10{,}000$", "10,000"),
    (r"$a\,b\;c\quad d$", "a b c d"),
    (r"$\KL(p \| q)$", "KL(p ‖ q)"),
    # Fractions and roots.
    (r"$\frac{a}{b}$", "a/b"),
    (r"$\frac12$", "1/2"),
    (r"$\frac{a+b}{c}$", "(a+b)/c"),
    (r"$\frac{(a+b)}{c_1}$", "(a+b)/c₁"),
    (r"$\frac{\frac{a}{b}}{c}$", "(a/b)/c"),
    (r"$\frac{1}{n}x$", "1/n x"),
    (r"$\sqrt{m}$", "√m"),
    (r"$\sqrt{m+1}$", "√(m+1)"),
    (r"$\sqrt{x^2}$", "√(x²)"),
    # The four ways to begin it.
    (r"a $$x^2$$ b", "a x² b"),
    (r"a \(x^2\) b \[ y_1 \] c", "a x² b y₁ c"),
    ("$a +\nb$", "a + b"),
    ("$k$-means, ($n$), $n$th, $k$NN", "k-means, (n), nth, kNN"),
    (r"about $\sim$10 and $\pm$0.3", "about ∼10 and ±0.3"),
]

PROSE = [
    (r"\emph{a} \textbf{b} \textit{c} \texttt{d_e}", "a b c d_e"),
    (r"{\em a b} {\bf c}", "a b c"),
    (r"\emph{a \textbf{b {c} d} e}", "a b {c} d e"),
    (r"\emph{norm $x^{2}$} \emph{50\% \{ok\}}", "norm x² 50% {ok}"),
    ("``so called'' and ``$x_1$''", "“so called” and “x₁”"),
    ("`a' and $x$ and `b'", "`a' and x and `b'"),
    ("a--b, 1--10, yes---no, $x$--$y$", "a–b, 1–10, yes—no, x–y"),
    ("deep -- which --- e.g., this --\nhelps", "deep – which — e.g., this –\nhelps"),
    (r"AT\&T 50\% a\_b \#1 \$5 \{x\}", "AT&T 50% a_b #1 $5 {x}"),
    (r"\'e \'{e} \"{o} {\"o} \v{c} \c{c} \v c \~n \^{\i} \`a", "é é ö ö č ç č ñ î à"),
    (r"Caf\'e Andr\'e's na\"\i ve \'Elie Erd\H{o}s \.{Z}", "Café André's naïve Élie Erdős Ż"),
    (r"Stra\ss e S\o ren {\O}re \L{}ukasz \AA ngstr\"om", "Straße Søren Øre Łukasz Ångström"),
    (r"the \alpha and \ell_2, \ell_{1}-ball, \epsilon\leq\delta", "the α and ℓ₂, ℓ₁-ball, ϵ≤δ"),
    (r"x, y, \ldots and so on\ldots", "x, y, … and so on…"),
    (r"Theorem~1, Fig.~2, on~$x$, J.~Smith", "Theorem 1, Fig. 2, on x, J. Smith"),
    (r"et al.\ (2020)", "et al. (2020)"),
    (r"\url{https://a.example/b_c--d}", "https://a.example/b_c--d"),
]

UNTOUCHED = [
    "",
    "50% of us, $5, a_b, snake_case_name, f^2, (y_i,x_i), {a, b}",
    "moments of d^{k+1} and d^{k+1} -x",
    "$5 and $10",
    "costs $5",
    "US$ 3, US$5/US$6, US$5–US$10",
    "$20,000 and $30,000",
    "$5 per month or $50 per year ($4 for students)",
    "$5 for members, A$ for others",
    "A$AP and Ke$ha",
    "food for $$ - $$$, wine for $$$",
    "$x is open",
    "$$ x is open",
    "$ x$ and $x $",
    "$a\n\nb$",
    "$(HOME)/bin:$PATH",
    "$$5$ x",
    'p="$x", q="$"',
    "$x=https://a.example/$y",
    r"\(x and \[x",
    "a student'' and ``more",
    "``one\n\ntwo''",
    "run --per 3 (--per, [--out-of=a--b]) npm run x -- --per",
    "---\ntitle: x\n---\n| --- | --- |\n<!--x--> <!-- y --> a----b foo-- bar --",
    r"C:\new\alpha (D:\a\{b) \\server\_x data\new\alpha .\beta",
    "https://a.example/~u/b_c--d?q=%20&p=$x$&r={a--b}#``x and http://x.example/$y$",
    "see www.a.example/~u/x--y or a.example/~user",
    "me--you@a.example, first_last@b--c.example",
    r"`code --x $a$ \emph{b}` and ``c -- $d$``",
    "```\na -- b $c$\n```",
    "HEAD~1, a~b, ~user, ~5, approx ~ 5",
    r"don\'t, they\'re, O\'Neil, d\'Angelo, \"our own\", l\'hôpital",
    r"\d+ \w* \d{4} \bfoo\b \n",
    r"\begin{itemize} \item a \cite{b} \section{C} \unknown \log",
    r"\emph{open and {\em open",
    r"$\foo{x}$ $\begin{x}$ $\sqrt[3]{x}$ $x^$ $\frac{a}$ $a}$ ${a$",
    "$" + "{" * 100 + "x" + "}" * 100 + "$",
    "$" + r"\hat" * 100 + "x$",
]

ABSTRACTS = [
    (
        r"Given $n$ samples from an $\alpha$-stable law on $\mathbb{R}^d$, we show --- in one pass",
        "Given n samples from an α-stable law on ℝᵈ, we show — in one pass",
    ),
    (
        r"an estimator with $\|\hat\theta_n - \theta\|_2 \leq \mathcal{O}(\sqrt{d/n})$ for \$5.",
        "an estimator with ‖θ̂ₙ − θ‖₂ ≤ O(√(d/n)) for $5.",
    ),
    (
        r"The \emph{Kov\'acs--Grönblad} flow is ``almost'' convex: in 90\% of runs its loss falls",
        "The Kovács–Grönblad flow is “almost” convex: in 90% of runs its loss falls",
    ),
    (
        r"like $e^{-\lambda t}$, see Theorem~3 and https://a.example/~kg/flow_1--2.html.",
        "like e^(−λt), see Theorem 3 and https://a.example/~kg/flow_1--2.html.",
    ),
    (
        "Tickets cost $5 (or $4 for students); bring `pip install --user x` and $x$.",
        "Tickets cost $5 (or $4 for students); bring `pip install --user x` and x.",
    ),
]


@pytest.mark.parametrize(("text", "expected"), [*MATH, *PROSE, *ABSTRACTS])
def test_latex_becomes_text(text: str, expected: str) -> None:
    assert readable(text) == expected


@pytest.mark.parametrize("text", UNTOUCHED)
def test_prose_stays_as_it_is(text: str) -> None:
    assert readable(text) == text


@pytest.mark.parametrize("text", [text for _, text in (*MATH, *PROSE, *ABSTRACTS)])
def test_what_was_made_readable_stays_so(text: str) -> None:
    assert readable(text) == text


@given(st.text().filter(lambda text: not any(m in text for m in ("\\", "$", "``", "--", "~"))))
def test_text_without_latex_is_handed_back(text: str) -> None:
    assert readable(text) is text


FRAGMENTS = r"""
\ $ $$ ` `` '' -- --- ~ { } ^ _ \( \) \[ \] \emph{ {\em \' \" \v{ \o \alpha \frac \sqrt \hat \text{
\not \mathbb \left \left. \right \\ \, \log \ell_ . x 12 é http:// @a.b C:\
"""
PIECES = st.sampled_from([*FRAGMENTS.split(), " ", "\n", "\n\n", "\ue000", "\ud800", "\u0301"])


@given(st.lists(PIECES | st.characters()).map("".join))
def test_no_text_makes_it_raise(text: str) -> None:
    assert isinstance(readable(text), str)


@given(st.lists(PIECES | st.characters()).map("".join))
def test_inside_math_too(text: str) -> None:
    assert isinstance(readable(f"${text}$ \\[{text}\\] \\'{{{text}}}"), str)


HOSTILE = r"""
$ $$ { } \ ^ _ ` `` ``` '' ``a ``a'' -- --- -a --a a--b ~ a~1 $x $x$ $$x $x^ $x^{ ${ $\hat $\sqrt{
$\frac $\frac{ $\, $| $( \( \[ \(\[ \) \emph{ \emph{} {\em {\"o {\"o} \' \" \"a a\'s \o \alpha
\alpha_ \alpha_{ \\ \\a \\a\ http:// http://{ a@ @a C:\ $\text{ $\log \$ \$$ $_ a x
"""


@pytest.mark.parametrize(
    "pattern", [*HOSTILE.split(), "$x$ ", "$ x", "`a ", "\n \n", "$a\n\n", " "]
)
def test_work_grows_with_length_only(pattern: str) -> None:
    long, less = (pattern * (size // len(pattern)) for size in (200_000, 20_000))
    for hostile in (f"--{long}", f"$x{less}x$", f"\\({less}\\)", rf"\emph{{``{less}''}}"):
        start = time.process_time()
        readable(hostile)
        assert time.process_time() - start < 5  # half a second; minutes if it were quadratic


def test_depth_does_not_meet_the_recursion_limit() -> None:
    deep = "x^{" * 50_000 + "y" + "}" * 50_000
    assert readable(f"${deep}$") == f"${deep}$"
    assert readable(r"\emph{" * 50_000 + "y" + "}" * 50_000) == "y"
