namespace Agents.Runtime;

internal abstract partial class Run
{
    /// <summary>The position of a cursor of this run; 0 for none.</summary>
    public uint CheckCursor(Cursor? cursor)
    {
        if (cursor is not { } given)
            return 0;
        if (given.Run != Id)
        {
            throw new ArgumentException(
                $"Cursor {given} is of another run; this is run {Id}. Resume with a cursor that was read from this run.");
        }

        CheckPosition(given, Cursor.GetPosition(given));
        return (uint)Cursor.GetPosition(given);
    }

    /// <summary>A cursor of this run and those below it; the beginning for none.</summary>
    public Cursor CheckTreeCursor(Cursor? cursor)
    {
        CheckCursor(cursor);
        var given = cursor ?? new Cursor(Id, 0);
        var left = Cursor.GetPositionsBelow(given);
        foreach (var run in left.IsEmpty ? [] : SelfAndBelow())
        {
            if (left.TryGetValue(run.Id, out var position))
                run.CheckPosition(given, position);
            left = left.Remove(run.Id);
        }

        return left.IsEmpty ? given : throw new ArgumentException(
            $"Cursor {given} holds a place in run {left.Keys.First()}, which does not lie below run {Id}. Resume with a cursor that " +
            "was read from this run and its children.");
    }

    private void CheckPosition(Cursor cursor, long position)
    {
        if (position > log.Position)
        {
            throw new ArgumentException(
                $"Cursor {cursor} lies beyond the end of the log of run {Id}, which is at {log.Position}. Resume with a cursor that " +
                "was read from this run, or from the beginning.");
        }
    }
}
