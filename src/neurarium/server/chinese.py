"""What the server refuses, in Chinese: by the code of the refusal, as the pages translate it too."""

from collections.abc import Mapping

from neurarium.server.refusal import Words

_BY_CODE: Mapping[str, Words] = {
    # errors of the lab, as the REST interface gives them
    "bad_image": Words("这张图片读不出来。", "PNG、JPEG、WebP、BMP、GIF、TIFF、AVIF 都可以。"),
    "no_ink": Words("这里什么都没写。", "请写一个大大的数字。"),
    "no_model": Words("还没有训练好的网络。", "请先训练一个，几秒钟就好。"),
    "bad_model": Words("这个模型用不了。", "请换一个。"),
    "busy": Words("实验室正在认别的图片。", "请过 {seconds} 秒再试。"),
    "bad_param:image": Words(
        "请求的 multipart 字段 image 里要有一个文件。", "用 curl 时写：--form image=@photo.png"
    ),
    "bad_param:model": Words("字段 model 里应当是模型的名字，不是文件。"),
    "not_found:model": Words("没有名为 {name} 的模型。", "请从模型列表里选一个。"),
    # errors of HTTP
    "error": Words("服务器读不懂这个请求。"),
    "unauthorized": Words("服务器不认识发来请求的程序。"),
    "forbidden": Words("这个请求不允许。"),
    "not_found": Words("没有这个文件。"),
    "not_allowed": Words("这个地址不接受这样的请求方法。"),
    "too_slow": Words("请求没有按时到齐。"),
    "too_large": Words("请求或图片太大了。", "请换一张小一点的图片。"),
    "upgrade_required": Words("这是 WebSocket 的地址。"),
    "not_built": Words("实验室的网页还没有构建。", "请运行 make lab。"),
}


def in_chinese(code: str, values: Mapping[str, object]) -> Words:
    """Return the words for a code; `values` are what the refusal speaks of."""
    what = values.get("param", values.get("what"))
    words = _BY_CODE.get(f"{code}:{what}") or _BY_CODE.get(code) or _BY_CODE["error"]
    return Words(*(text.format_map({name: str(value) for name, value in values.items()}) for text in words))
