"""Writes the files of this folder: weights of small modules as PyTorch names them, and their inputs and outputs.

Made once with Debian 12's python3-torch (1.13) and kept; tests read the files and need no Python. Run: /usr/bin/python3 generate.py
"""
import collections, json, os, struct
import numpy, torch
from torch import nn

HERE = os.path.dirname(os.path.abspath(__file__))
TYPES = {torch.float32: "F32", torch.int64: "I64", torch.int32: "I32", torch.float16: "F16", torch.bfloat16: "BF16"}


def save(name, tensors):
    """The safetensors layout: length of the header in eight bytes, the header as JSON, the tensors' bytes."""
    header, data = {}, b""
    for key, tensor in tensors.items():
        tensor = tensor.detach().contiguous()
        raw = (tensor.view(torch.int16) if tensor.dtype == torch.bfloat16 else tensor).numpy().tobytes()
        header[key] = {"dtype": TYPES[tensor.dtype], "shape": list(tensor.shape), "data_offsets": [len(data), len(data) + len(raw)]}
        data += raw
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    with open(os.path.join(HERE, name), "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text + data)


def spread(module):
    """No bias of 0, no gain of 1: what is not read shows."""
    with torch.no_grad():
        for tensor in module.state_dict().values():
            if tensor.dtype == torch.float32:
                tensor.add_(0.1 * torch.randn(tensor.shape))
    return module


def write(name, module, *inputs):
    spread(module)
    for key, tensor in module.state_dict().items():
        if key.endswith("running_var"):
            tensor.abs_().add_(0.5)
    module.eval()
    output = module(*inputs)  # with gradients: without, 1.13's attention takes a path that fails without biases
    output = output[0] if isinstance(output, tuple) else output
    save(f"{name}.safetensors", module.state_dict())
    case = {f"x{i}" if i else "x": x.to(torch.int32) if x.dtype == torch.int64 else x for i, x in enumerate(inputs)}
    save(f"{name}.case.safetensors", {**case, "y": output})


torch.manual_seed(7)
write("stack", nn.Sequential(nn.Linear(6, 10), nn.GELU(), nn.Linear(10, 8), nn.LayerNorm(8), nn.Linear(8, 3)), torch.randn(5, 6))
write("images", nn.Sequential(collections.OrderedDict(
    conv=nn.Conv2d(2, 4, 3, padding=1), norm=nn.BatchNorm2d(4), act=nn.ReLU(), pool=nn.MaxPool2d(2), flat=nn.Flatten(), head=nn.Linear(4 * 3 * 3, 3))), torch.randn(3, 2, 6, 6))
write("lstm", nn.LSTM(4, 5, batch_first=True), torch.randn(3, 6, 4))
write("gru", nn.GRU(4, 5, batch_first=True), torch.randn(3, 6, 4))
write("rnn", nn.RNN(4, 5, batch_first=True), torch.randn(3, 6, 4))
write("embedding", nn.Embedding(11, 4), torch.tensor([3, 0, 10, 7, 3]))


class SelfAttention(nn.Module):
    def __init__(self, bias):
        super().__init__()
        self.attention = nn.MultiheadAttention(8, 2, bias=bias, batch_first=True)

    def forward(self, x):
        return self.attention(x, x, x, need_weights=False)[0]


write("attention", SelfAttention(False), torch.randn(2, 5, 8))
write("attention_bias", SelfAttention(True), torch.randn(2, 5, 8))

half = spread(nn.Linear(6, 3))
half.weight.data = half.weight.data.to(torch.float16)
half.bias.data = half.bias.data.to(torch.bfloat16)
save("half.safetensors", half.state_dict())
x = torch.randn(4, 6)
save("half.case.safetensors", {"x": x, "y": nn.functional.linear(x, half.weight.float(), half.bias.float())})
