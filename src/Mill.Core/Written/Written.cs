namespace Mill.Written;

/// <summary>A value in a file that a person wrote, and the line that it stands on.</summary>
/// <param name="Line">The line, from 1.</param>
internal abstract record Value(int Line)
{
    /// <summary>What it is, in words.</summary>
    public abstract string Kind { get; }

    /// <summary>The texts in it: itself, or those that a list or an object holds.</summary>
    public IEnumerable<Text> Texts() => this switch
    {
        Text text => [text],
        List list => list.Items.OfType<Text>(),
        Group group => group.Members.Select(member => member.Value).OfType<Text>(),
        _ => [],
    };

    /// <summary>Words in quotes.</summary>
    internal sealed record Text(int Line, string Content) : Value(Line)
    {
        public override string Kind => "a text";
    }

    /// <summary>A number, as it was written.</summary>
    internal sealed record Number(int Line, string Content) : Value(Line)
    {
        public override string Kind => "a number";
    }

    /// <summary>True or false.</summary>
    internal sealed record Flag(int Line, bool Content) : Value(Line)
    {
        public override string Kind => Content ? "true" : "false";
    }

    /// <summary>Null.</summary>
    internal sealed record Nothing(int Line) : Value(Line)
    {
        public override string Kind => "null";
    }

    /// <summary>Values in brackets.</summary>
    internal sealed record List(int Line, IReadOnlyList<Value> Items) : Value(Line)
    {
        public override string Kind => "a list";
    }

    /// <summary>Named values in braces.</summary>
    internal sealed record Group(int Line, IReadOnlyList<Member> Members) : Value(Line)
    {
        public override string Kind => "an object";
    }
}

/// <summary>A named value.</summary>
internal sealed record Member(int Line, string Name, Value Value);
