using Agents.Journals;

namespace Agents.Runtime;

/// <summary>Makes the journal of a host, which owns it.</summary>
internal sealed record JournalSource(Func<RunJournal> Create);
