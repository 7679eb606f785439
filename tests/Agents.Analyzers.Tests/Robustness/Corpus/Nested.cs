public static partial class Agency
{
    internal partial record struct Office<T>
    {
        public enum Floor { Ground, First }
    }

    public partial interface IDepartment
    {
        [AgentModule]
        public sealed partial class Clerk(Agency.IDepartment.IStamp stamp)
        {
            [Node]
            public string Sign(Letter letter, DayOfWeek day = DayOfWeek.Monday, decimal fee = -1.5m, params string[] copies) =>
                $"{stamp.Press(letter)} {day} {fee} {copies.Length}";
        }

        public interface IStamp
        {
            string Press(Letter letter);
        }

        public record Letter(string Text)
        {
            public sealed record Registered(string Text, int Number) : Letter(Text);
        }
    }

    public partial record Desk
    {
        [ChunkUnion]
        internal abstract partial record Progress(int Percent)
        {
            public sealed record Opened() : Progress(0);

            internal sealed record Read(string Page, int Percent) : Progress(Percent);
        }

        [AgentModule("reader")]
        internal partial class Reader
        {
            [Node]
            public async Task<string> @Read(string[] @class, ChunkWriter<Progress> @event, Edge<int> again, CancellationToken token)
            {
                await @event.OpenedAsync(token);
                foreach (var page in @class)
                    await @event.ReadAsync(page, 100 / @class.Length, token);
                again.Emit(@class.Length);
                return string.Concat(@class);
            }

            [Node]
            private void Again(int count, [To(nameof(Again))] Edge<int> next)
            {
                if (count > 0)
                    next.Emit(count - 1);
            }
        }
    }
}
