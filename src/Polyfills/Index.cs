using Microsoft.CodeAnalysis;

namespace System;

/// <summary>A place in a sequence, from its start or (<c>^1</c>) from its end.</summary>
[Embedded]
internal readonly struct Index(int value, bool fromEnd = false)
{
    public static implicit operator Index(int value) => new(value);

    public int GetOffset(int length) => fromEnd ? length - value : value;
}
