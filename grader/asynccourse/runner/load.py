"""Makes a module of a submission's source, without its folder and without any byte code of it."""

from __future__ import annotations

import linecache
import sys
from importlib.machinery import ModuleSpec
from types import ModuleType

from asynccourse.runner.translation import Translator
from asynccourse.wall.limits import cut
from asynccourse.wall.messages import Load, Loaded, LoadFailed


def load(message: Load, translator: Translator) -> tuple[ModuleType, Loaded | LoadFailed]:
    """Execute the submission; return its module and what to tell the judge."""
    module = ModuleType(message.name)
    module.__file__ = message.path
    module.__spec__ = ModuleSpec(message.name, None, origin=message.path)
    sys.modules[message.name] = module
    text = message.source.decode("utf-8", "replace")
    linecache.cache[message.path] = (len(text), None, text.splitlines(True), message.path)
    try:
        code = compile(message.source, message.path, "exec", dont_inherit=True)
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        return module, _unreadable(error, translator)
    if not message.settings.execute:
        return module, Loaded([], [])
    try:
        exec(code, module.__dict__)
    except BaseException as error:
        return module, _failed(error, translator)
    return module, _loaded(module, message.functions)


def load_driver(source: bytes, submission: ModuleType) -> ModuleType:
    """Execute a suite's driver, which finds the submission's module as `submission`."""
    driver = ModuleType("driver")
    driver.submission = submission  # type: ignore[attr-defined]
    sys.modules["driver"] = driver
    exec(compile(source, "<driver>", "exec", dont_inherit=True), driver.__dict__)
    return driver


def _loaded(module: ModuleType, functions: dict[str, str]) -> Loaded:
    missing = [name for name in functions if not hasattr(module, name)]
    defined = [
        name
        for name, member in vars(module).items()
        if callable(member) and getattr(member, "__module__", None) == module.__name__
    ]
    return Loaded(missing, [cut(name, 100) for name in defined[:50]])


def _unreadable(error: Exception, translator: Translator) -> LoadFailed:
    line = error.lineno or 0 if isinstance(error, SyntaxError) else 0
    said = error.msg if isinstance(error, SyntaxError) else str(error) or type(error).__name__
    return LoadFailed("syntax_error", translator.error(error), max(line, 0), cut(str(said), 300))


def _failed(error: BaseException, translator: Translator) -> LoadFailed:
    told = translator.error(error)
    line = told.frames[-1].line if told.frames else 0
    said = f"{told.kind}: {told.text}" if told.text else told.kind
    return LoadFailed("import_error", told, line, cut(said, 300))
