#region bad
public partial class Shop
{
    [AgentModule]
    private sealed partial class Cashier
    {
        [Node]
        public decimal Sum(decimal[] prices) => prices.Sum();
    }
}
#endregion

#region good
public partial class Shop
{
    [AgentModule]
    internal sealed partial class Cashier
    {
        [Node]
        public decimal Sum(decimal[] prices) => prices.Sum();
    }
}
#endregion
