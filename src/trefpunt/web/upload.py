"""A form with a file in it, as a browser sends it: read by the parser of mail, which has the same format."""

from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import HTTP

from trefpunt.web.form import File, Form, FormUnreadable

_LONGEST_NAME, _MOST_PARTS = 120, 20


def read_upload(body: bytes, kind: str) -> Form:
    """Read a body of type multipart/form-data.

    Args:
        kind: the Content-Type header, which says what stands between the parts.

    Raises:
        FormUnreadable: it is none.
    """
    head = f"content-type: {kind}\r\n\r\n".encode("latin-1", "replace")
    message = BytesParser(EmailMessage, policy=HTTP).parsebytes(head + body)
    parts = [part for part in message.iter_parts() if isinstance(part, EmailMessage)]
    if not message.is_multipart() or len(parts) > _MOST_PARTS:
        raise FormUnreadable
    values, files = dict[str, tuple[str, ...]](), dict[str, File]()
    for part in parts:
        name = part.get_param("name", header="content-disposition")
        content = part.get_payload(decode=True)
        if not isinstance(name, str) or not isinstance(content, bytes):
            raise FormUnreadable
        filename = part.get_filename()
        if filename is None:
            values[name] = (*values.get(name, ()), _text(content))
        else:
            files[name] = File(_plain(filename), content)
    return Form(values, files)


def _text(content: bytes) -> str:
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise FormUnreadable from error


def _plain(name: str) -> str:
    """Return the last part of a file's name, as far as it can be shown."""
    last = name.replace("\\", "/").rpartition("/")[2]
    return "".join(sign for sign in last if sign.isprintable())[:_LONGEST_NAME]
