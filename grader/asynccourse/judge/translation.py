"""Between a suite's objects and the values of the wall."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from asynccourse.judge import told
from asynccourse.judge.remote import RemoteError, RemoteObject
from asynccourse.judge.services import Service, ServiceObject
from asynccourse.wall.decoding import Decoder
from asynccourse.wall.encoding import Encoder
from asynccourse.wall.framing import WallError
from asynccourse.wall.values import Error, Handle, Value

if TYPE_CHECKING:
    from asynccourse.judge.session import Session


class Translator:
    """Encodes what goes to the runner and decodes what comes from it."""

    def __init__(self, session: Session) -> None:
        self.objects: list[ServiceObject] = []
        """The judge's objects by their number on the wall; a service is one that can be called."""
        self._session = session
        self._errors: list[BaseException] = []

    def encode(self, obj: object) -> Value:
        """Return a suite's object as a value. Raises TypeError for what can't cross."""
        return Encoder(self._handle, lambda traceback: []).encode(obj)

    def encode_error(self, error: BaseException) -> Error:
        """Return an exception of the suite's as a value that is known again when it comes back."""
        value = Encoder(self._handle, lambda traceback: []).error(error)
        self._errors.append(error)
        value.origin = len(self._errors)
        return value

    def decode(self, value: Value) -> Any:
        """Return what a value stands for. Raises `WallError`, and `Refusal` for a coroutine."""
        return Decoder(self._object, self.exception).decode(value)

    def exception(self, error: Error) -> RemoteError:
        """Return an exception of the submission's, with the suite's own that it began as."""
        known = 0 < error.origin <= len(self._errors)
        return RemoteError(error, self._errors[error.origin - 1] if known else None)

    def add(self, obj: ServiceObject) -> None:
        """Give an object a number, under which the submission can call its methods."""
        obj.id = len(self.objects)
        self.objects.append(obj)

    def known(self, number: int) -> ServiceObject:
        """Return one of the judge's objects by its number. Raises `WallError`."""
        if not 0 <= number < len(self.objects):
            raise WallError("it named a service that isn't there")
        return self.objects[number]

    def _handle(self, obj: object) -> Handle:
        if isinstance(obj, RemoteObject):
            return obj.handle
        if isinstance(obj, Service):
            obj = self.objects[obj.id]
        if isinstance(obj, ServiceObject):
            modes = {name: service.mode for name, service in obj.methods.items()}
            return Handle("judge", obj.id, obj.label, "service", modes)
        raise TypeError(f"a suite can't send a {type(obj).__name__} over the wall")

    def _object(self, handle: Handle) -> object:
        if handle.owner == "judge":
            known = self.known(handle.id)
            return known.methods.get("__call__", known)
        if handle.kind == "coroutine":
            raise told.coroutine_as_value(handle)
        return RemoteObject(self._session, handle)
