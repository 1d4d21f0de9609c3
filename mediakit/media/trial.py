"""A bounded trial: what of a recording really plays, found by reading its packets and decoding some of them.

What a container says of itself (its length, its rate) is often wrong in files that were cut short, written by a phone
or recorded live. A trial reads all packets of a small file, and a few stretches of a large one; it decodes a budgeted
number of pixels and samples, spread evenly, and counts what would not decode.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from mediakit.media import ffmpeg

WHOLE_BYTES = 64 << 20
PIXEL_BUDGET = 400_000_000
SAMPLE_BUDGET = 20_000_000
MAX_PACKETS = 400_000
MAX_TIMES = 1_000
LIMIT_S = 20.0
STRETCHES = (0.0, 0.3, 0.6, 0.9)
TAIL_S = 8.0


@dataclass(frozen=True, slots=True)
class Trial:
    """What was seen. Times are seconds from the start of the recording.

    frames, blocks: pictures and audio frames that decoded. errors: those that did not; first_error_s: the first.
    whole: every packet was read. ends_s: for each stream index the end of its last packet. times_s: presentation times
    of consecutive video packets, in order (one stretch). rotation: degrees as ffmpeg's display matrix counts them.
    interlaced: most decoded pictures were. transfer: the transfer characteristic of the first picture (ITU-T H.273).
    """

    frames: int = 0
    blocks: int = 0
    errors: int = 0
    first_error_s: float | None = None
    whole: bool = False
    ends_s: dict[int, float] = field(default_factory=dict)
    packets: dict[int, int] = field(default_factory=dict)
    times_s: tuple[float, ...] = ()
    rotation: int = 0
    interlaced: bool = False
    transfer: int = 0


def attempt(container: Any, video: Any | None, audios: Iterable[Any], *, size_bytes: int, claimed_s: float) -> Trial:
    """Read and decode what the budgets allow. container and streams are PyAV's, freshly opened."""
    watch = _Watch(container, video, list(audios), claimed_s)
    if size_bytes <= WHOLE_BYTES:
        watch.whole = watch.take(_packets(container, watch.streams), until_s=None)
        return watch.result()
    for number, part in enumerate(STRETCHES):
        if number:
            _seek(container, part * claimed_s)
            watch.pause()
        watch.take(_packets(container, watch.streams), until_s=part * claimed_s + TAIL_S, keep_times=number == 0)
    if claimed_s > 2 * TAIL_S:
        _seek(container, claimed_s - TAIL_S)
        watch.pause()
        watch.take(_packets(container, watch.streams), until_s=None, keep_times=False)
    return watch.result()


def _seek(container: Any, position_s: float) -> None:
    import av

    try:
        container.seek(int(position_s * av.time_base) + (container.start_time or 0))
    except (av.error.FFmpegError, OverflowError):
        return


def _packets(container: Any, streams: list[Any]) -> Iterator[Any]:
    """Packets until the end, or until the file cannot be read on."""
    import av

    try:
        yield from container.demux(streams)
    except (av.error.FFmpegError, ValueError, OverflowError):
        return


class _Gate:
    """Spends a budget evenly over a recording, in whole groups of pictures."""

    def __init__(self, budget: int) -> None:
        self.budget, self.spent, self.active = budget, 0, False

    def passes(self, part: float, key: bool) -> bool:
        allowed = self.budget * (min(1.0, max(0.0, part)) + 0.1)
        if key or (self.active and self.spent > allowed + 0.3 * self.budget):
            self.active = self.spent <= allowed
        return self.active


class _Watch:
    """Collects what a trial sees."""

    def __init__(self, container: Any, video: Any | None, audios: list[Any], claimed_s: float) -> None:
        import av

        self.video, self.audio = video, audios[0] if audios else None
        self.streams = ([video] if video else []) + audios
        self.start_s = (container.start_time or 0) / av.time_base
        self.claimed_s = claimed_s
        self.deadline = time.monotonic() + LIMIT_S
        self.gates: dict[int, _Gate] = {}
        for stream, budget in ((video, PIXEL_BUDGET), (self.audio, SAMPLE_BUDGET)):
            if stream is not None:
                self.gates[stream.index] = _Gate(budget)
        self.settled: dict[int, bool] = {}
        self.early_errors = 0
        self.whole = False
        self.counts: dict[str, int] = {"frames": 0, "blocks": 0, "errors": 0, "interlaced": 0}
        self.first_error_s: float | None = None
        self.ends_s: dict[int, float] = {}
        self.packets: dict[int, int] = {}
        self.times_s: list[float] = []
        self.rotation, self.transfer = 0, 0
        for stream in (video, self.audio):
            if stream:
                # without it a decoder papers over damage and says nothing
                stream.codec_context.options = {"err_detect": "explode", "max_pixels": str(ffmpeg.MAX_PIXELS)}
        if video:
            video.thread_type = "AUTO"
            video.codec_context.thread_count = 4 if video.codec_context.width * video.codec_context.height < 9e6 else 2

    def take(self, packets: Iterable[Any], *, until_s: float | None, keep_times: bool = True) -> bool:
        """Read packets up to a position (None: the end); True if the end was reached."""
        for number, packet in enumerate(packets):
            if number > MAX_PACKETS or time.monotonic() > self.deadline:
                return False
            at_s = self._note(packet, keep_times)
            self._decode(packet, at_s)
            if (
                until_s is not None
                and at_s is not None
                and at_s > until_s
                and packet.stream in (self.video, self.audio)
            ):
                return False
        return True

    def pause(self) -> None:
        """Make the decoders ready for another stretch."""
        for stream in (self.video, self.audio):
            if stream:
                stream.codec_context.flush_buffers()
                self.settled[stream.index] = False
                self.gates[stream.index].active = False

    def _note(self, packet: Any, keep_times: bool) -> float | None:
        stamp = packet.pts if packet.pts is not None else packet.dts
        if stamp is None or not packet.size or packet.time_base is None:
            return None
        at_s: float = float(stamp * packet.time_base) - self.start_s
        index = packet.stream.index
        if packet.is_discard:
            return at_s
        end_s = at_s + float((packet.duration or 0) * packet.time_base)
        self.ends_s[index] = max(end_s, self.ends_s.get(index, 0.0))
        self.packets[index] = self.packets.get(index, 0) + 1
        if keep_times and packet.stream is self.video and packet.pts is not None and len(self.times_s) < MAX_TIMES:
            self.times_s.append(at_s)
        return at_s

    def _decode(self, packet: Any, at_s: float | None) -> None:
        import av

        stream = packet.stream
        gate = self.gates.get(stream.index)
        if gate is None:
            return
        part = (at_s or 0.0) / self.claimed_s if self.claimed_s else 0.0
        was_active = gate.active
        if not (gate.passes(part, packet.is_keyframe) if packet.size else was_active):
            return
        if not was_active and self.settled.get(stream.index):
            stream.codec_context.flush_buffers()
            self.settled[stream.index] = False
        try:
            for frame in packet.decode():
                self._count(stream, frame, gate, at_s)
        except (av.error.FFmpegError, ValueError, OverflowError):
            self._fail(stream, at_s)

    def _count(self, stream: Any, frame: Any, gate: _Gate, at_s: float | None) -> None:
        if stream.type == "audio":
            self.counts["blocks"] += 1
            gate.spent += frame.samples * len(frame.layout.channels)
            self.settled[stream.index] = True
            return
        if not self.counts["frames"]:
            self.rotation, self.transfer = frame.rotation, int(frame.color_trc)
        self.counts["frames"] += 1
        self.counts["interlaced"] += bool(frame.interlaced_frame)
        gate.spent += frame.width * frame.height
        if frame.is_corrupt:
            self._fail(stream, at_s)
        self.settled[stream.index] = True

    def _fail(self, stream: Any, at_s: float | None) -> None:
        # what comes before a stretch's first good frame refers to pictures that were not read: no damage
        if not self.settled.get(stream.index):
            self.early_errors += 1
            return
        self.counts["errors"] += 1
        if self.first_error_s is None:
            self.first_error_s = at_s

    def result(self) -> Trial:
        return Trial(
            frames=self.counts["frames"],
            blocks=self.counts["blocks"],
            errors=self.counts["errors"],
            first_error_s=self.first_error_s,
            whole=self.whole,
            ends_s=self.ends_s,
            packets=self.packets,
            times_s=tuple(sorted(self.times_s)),
            rotation=self.rotation,
            interlaced=self.counts["interlaced"] * 2 > self.counts["frames"],
            transfer=self.transfer,
        )
