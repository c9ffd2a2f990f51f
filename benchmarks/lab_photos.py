"""How long a playing page waits while programs send photos: python -m benchmarks.lab_photos.

Starts the real server in a separate process, lets one page train in the playground without a pause, and posts
photos to /api/predict, all at once. The page's waits before are told beside those meanwhile: on a machine
with other work both are long, and the photos are to make no difference.
"""

import argparse
import asyncio
import io
import statistics
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

import httpx
import numpy as np
from benchmarks.lab_sessions import TOKEN, Server, ask, connected, kernels_ready, visit
from PIL import Image, ImageDraw

from neurarium.lab import PROTOCOL_VERSION


def photo(width: int, height: int) -> bytes:
    """Return a JPEG of seven strokes on noisy paper under uneven light, as a camera takes it."""
    light = np.linspace(140, 225, width)[None, :] * np.linspace(1, 0.85, height)[:, None]
    noisy = light + np.random.default_rng(0).normal(0, 4, (height, width))
    image = Image.fromarray(noisy.clip(0, 255).astype(np.uint8))
    pen = ImageDraw.Draw(image)
    for i in range(1, 8):
        x = i * width // 8
        pen.line([(x, height // 3), (x + width // 40, 2 * height // 3)], fill=30, width=width // 80)
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=90)
    return buffer.getvalue()


async def train_one(address: str) -> None:
    """Train a small network to read with, and wait for its end."""
    async with connected(address) as session:
        await ask(session, "lab", "hello", protocol=PROTOCOL_VERSION)
        await ask(session, "train", "open", layers=[128], limit=2000, epochs=1)
        await ask(session, "train", "start")
        while (await ask(session, "lab", "model"))["status"] != "trained":
            await asyncio.sleep(0.3)


def post(address: str, picture: bytes, count: int) -> Counter[int]:
    """Send the photo so many times at once; return how often each status came."""
    return asyncio.run(_post(address, picture, count))


async def _post(address: str, picture: bytes, count: int) -> Counter[int]:
    url = address.replace("ws://", "http://").replace("/ws", "/api/predict")
    headers = {"authorization": f"Bearer {TOKEN}"}
    limits = httpx.Limits(max_connections=count)
    async with httpx.AsyncClient(headers=headers, timeout=600, limits=limits, trust_env=False) as client:
        posts = (client.post(url, files={"image": ("photo.jpg", picture)}) for _ in range(count))
        answers = await asyncio.gather(*posts)
    late = [answer for answer in answers if answer.status_code == 503 and "retry-after" not in answer.headers]
    assert not late, "a 503 without Retry-After"
    return Counter(answer.status_code for answer in answers)


async def measure(address: str, count: int, seconds: float, picture: bytes) -> None:
    """Print the page's waits without photos and with them."""
    await kernels_ready(address)
    await train_one(address)
    arguments = (address, "playground", {"network_shape": [8, 8]}, 2.0, seconds)
    print(f"photos of {len(picture) / 1e6:.1f} MB | wait of the page, ms: median | longest | answers")
    print("---|---|---|---")
    loop = asyncio.get_running_loop()
    # Programs are processes of their own: what it costs them to send is not to be counted as the page's wait.
    programs = ProcessPoolExecutor(1, get_context("spawn"))
    await loop.run_in_executor(programs, post, address, picture, 0)
    for photos in (0, count):
        page = asyncio.create_task(visit(*arguments))
        await asyncio.sleep(2.0)
        statuses = await loop.run_in_executor(programs, post, address, picture, photos)
        waits = sorted(1000 * wait for wait in (await page).waits)
        told = ", ".join(f"{n} x {status}" for status, n in sorted(statuses.items())) or "none"
        print(f"{photos} | {statistics.median(waits):.0f} | {waits[-1]:.0f} | {told}", flush=True)
    programs.shutdown()


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.lab_photos", description=__doc__)
    parser.add_argument("--photos", type=int, default=100, metavar="N")
    parser.add_argument("--seconds", type=float, default=15)
    parser.add_argument("--pixels", nargs=2, type=int, default=(4000, 3000), metavar=("WIDTH", "HEIGHT"))
    options = parser.parse_args(arguments)
    with Server() as address:
        asyncio.run(measure(address, options.photos, options.seconds, photo(*options.pixels)))


if __name__ == "__main__":
    main()
