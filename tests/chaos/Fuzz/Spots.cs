using System.Text.Json;

namespace Mill.Chaos.Fuzz;

/// <summary>Where a value stands in a JSON text.</summary>
/// <param name="Name">The name it has; empty for one in a list.</param>
/// <param name="From">Where its name begins, or itself where it has none.</param>
/// <param name="Start">Where it begins.</param>
/// <param name="End">Where it is over.</param>
readonly record struct Spot(string Name, int From, int Start, int End)
{
    /// <summary>Every value of a text; of one that makes no sense, those before that.</summary>
    public static List<Spot> Of(ReadOnlySpan<byte> json)
    {
        var (spots, open, name, from) = (new List<Spot>(), new Stack<int>(), "", -1);
        var reader = new Utf8JsonReader(json.TrimEnd((byte)0), new JsonReaderOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
        try
        {
            while (reader.Read())
            {
                var (start, end) = ((int)reader.TokenStartIndex, (int)reader.BytesConsumed);
                if (reader.TokenType is JsonTokenType.EndObject or JsonTokenType.EndArray)
                {
                    var place = open.Pop();
                    spots[place] = spots[place] with { End = end };
                    continue;
                }
                if (reader.TokenType == JsonTokenType.PropertyName)
                {
                    (name, from) = (reader.GetString()!, start);
                    continue;
                }
                if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray) open.Push(spots.Count);
                spots.Add(new Spot(name, from < 0 ? start : from, start, end));
                (name, from) = ("", -1);
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // A change before this one has made it unreadable from here on.
        }
        return spots;
    }
}
