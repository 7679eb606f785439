#region bad
namespace Sales
{
    [AgentModule]
    public sealed partial class Mailer
    {
        [Node]
        public string Offer(string customer) => $"An offer for {customer}";
    }
}

namespace Support
{
    [AgentModule]
    public sealed partial class Mailer
    {
        [Node]
        public string Answer(string customer) => $"An answer for {customer}";
    }
}
#endregion

#region good
namespace Sales
{
    [AgentModule("sales-mailer")]
    public sealed partial class Mailer
    {
        [Node]
        public string Offer(string customer) => $"An offer for {customer}";
    }
}

namespace Support
{
    [AgentModule("support-mailer")]
    public sealed partial class Mailer
    {
        [Node]
        public string Answer(string customer) => $"An answer for {customer}";
    }
}
#endregion
