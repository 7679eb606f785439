using System.Globalization;
using Agents.Analyzers.Tests.Harness;
using Agents.CodeFixes;
using Agents.Generators.Analyzers;
using Agents.Generators.Diagnostics;

namespace Agents.Analyzers.Tests.Streams;

public class AGENT0312
{
    private const string Union = """
        [ChunkUnion]
        public abstract partial record ItemChunk
        {
            public sealed record Progress(int Processed, string Item, string? Note) : ItemChunk;
            public sealed record Completed(string Item) : ItemChunk;
            public sealed record Failed(string Error) : ItemChunk;
        }
        """;

    [Fact]
    public Task Flagged_with_the_names_of_the_missing_cases() => Check<MissingCaseAnalyzer>.Reports(
        [
            Union,
            """
            class Screen
            {
                string One(ItemChunk chunk) => chunk {|#0:switch|} { ItemChunk.Progress => "", ItemChunk.Completed => "" };
                string Two(ItemChunk chunk) => chunk {|#1:switch|} { ItemChunk.Completed => "" };
                string Three(ItemChunk chunk) => chunk {|#2:switch|} { };
                void Four(ItemChunk chunk)
                {
                    {|#3:switch|} (chunk)
                    {
                        case ItemChunk.Progress p when p.Processed > 0:
                        case ItemChunk.Completed:
                            break;
                    }
                }
            }
            """,
        ],
        Check<MissingCaseAnalyzer>.Rule(Rules.MissingCase, 0, "ItemChunk", "case 'Failed'"),
        Check<MissingCaseAnalyzer>.Rule(Rules.MissingCase, 1, "ItemChunk", "cases 'Progress' and 'Failed'"),
        Check<MissingCaseAnalyzer>.Rule(Rules.MissingCase, 2, "ItemChunk", "cases 'Progress', 'Completed' and 'Failed'"),
        Check<MissingCaseAnalyzer>.Rule(Rules.MissingCase, 3, "ItemChunk", "case 'Failed'"));

    [Theory]
    [InlineData("ItemChunk.Progress { Processed: > 0 } => 1, ItemChunk.Completed => 2")]
    [InlineData("ItemChunk.Progress or ItemChunk.Completed => 1")]
    [InlineData("not ItemChunk.Failed => 1")]
    [InlineData("not (ItemChunk.Failed or null) => 1")]
    [InlineData("ItemChunk.Progress => 1, ItemChunk.Completed => 2, null => 3")]
    [InlineData("ItemChunk.Progress(var processed, _, _) => processed, ItemChunk.Completed { Item: var item } => item.Length")]
    [InlineData("ItemChunk.Progress => 1, ItemChunk.Completed => 2, IDisposable => 3")]
    public Task Flagged_where_no_arm_could_match(string arms) => Check<MissingCaseAnalyzer>.Reports(
        ["class Screen { int Of(ItemChunk chunk) => chunk {|#0:switch|} { " + arms + " }; }", Union],
        Check<MissingCaseAnalyzer>.Rule(Rules.MissingCase, 0, "ItemChunk", "case 'Failed'"));

    [Theory]
    [InlineData("ItemChunk.Progress => 1, ItemChunk.Completed => 2, ItemChunk.Failed => 3")]
    [InlineData("ItemChunk.Progress p => p.Processed, not ItemChunk.Progress => 0")]
    [InlineData("ItemChunk.Progress or ItemChunk.Completed or ItemChunk.Failed => 1")]
    [InlineData("ItemChunk.Progress => 1, _ => 2")]
    [InlineData("ItemChunk.Progress => 1, var other => other.GetHashCode()")]
    [InlineData("ItemChunk.Progress => 1, ItemChunk => 2")]
    [InlineData("ItemChunk.Progress => 1, ItemChunk other => 2")]
    [InlineData("ItemChunk.Progress => 1, { } => 2")]
    [InlineData("ItemChunk.Progress => 1, not null => 2")]
    [InlineData("ItemChunk.Progress => 1, object => 2")]
    [InlineData("ItemChunk.Progress => 1, IEquatable<ItemChunk> => 2")]
    [InlineData("ItemChunk.Progress => 1, not null and not ItemChunk.Progress => 2")]
    [InlineData("ItemChunk.Progress => 1, ItemChunk.Completed(_) => 2, ItemChunk.Failed { Error: string error } => 3")]
    public Task Not_flagged_where_every_case_is_covered(string arms) =>
        Check<MissingCaseAnalyzer>.Reports(Union, $$"""class Screen { int Of(ItemChunk? chunk) => chunk switch { {{arms}} }; }""");

    [Theory]
    [InlineData("ItemChunk.Progress => 1, ItemChunk.Completed => 2, ItemChunk.Failed { Error: \"\" } => 3")]
    [InlineData("ItemChunk.Progress => 1, ItemChunk.Completed => 2, ItemChunk.Failed failed when failed.Error.Length > 0 => 3")]
    [InlineData("ItemChunk.Progress { Note: not null } => 1, ItemChunk.Completed or ItemChunk.Failed => 2")]
    [InlineData("ItemChunk.Progress => 1, _ when DateTime.Now.Hour > 12 => 2")]
    [InlineData("ItemChunk.Progress { Item: { Length: > 3 } } => 1, not ItemChunk.Progress => 2")]
    [InlineData("ItemChunk.Progress { Item.Length: > 3 } => 1, not ItemChunk.Progress => 2")]
    public Task Not_flagged_where_the_rest_is_covered_in_part(string arms) =>
        Check<MissingCaseAnalyzer>.Reports(Union, $$"""class Screen { int Of(ItemChunk chunk) => chunk switch { {{arms}} }; }""");

    [Fact]
    public Task Not_flagged_with_a_default() => Check<MissingCaseAnalyzer>.Reports(Union, """
        class Screen
        {
            void Show(ItemChunk chunk)
            {
                switch (chunk) { case ItemChunk.Progress: break; default: break; }
                switch (chunk) { case ItemChunk.Progress: break; case var other: break; }
                switch (chunk) { case ItemChunk.Progress: case ItemChunk.Completed { } or ItemChunk.Failed(_): break; }
                switch (chunk) { case ItemChunk.Progress when true: break; case not ItemChunk.Progress: break; }
            }
        }
        """);

    [Fact]
    public Task Not_flagged_over_other_types() => Check<MissingCaseAnalyzer>.Reports(Union, """
        abstract record Shape { public sealed record Circle : Shape; public sealed record Square : Shape; }
        class Screen
        {
            int Of(Shape shape) => shape switch { Shape.Circle => 1 };
            int Of(object value) => value switch { ItemChunk.Progress => 1 };
            int Of(ItemChunk.Progress value) => value switch { { Processed: 1 } => 1 };
            int Of((ItemChunk, int) value) => value switch { (ItemChunk.Progress, 1) => 1 };
            int Of<T>(T value) where T : ItemChunk => value switch { ItemChunk.Progress => 1 };
        }
        """);

    [Fact]
    public Task Not_flagged_while_a_pattern_is_typed() => Check<MissingCaseAnalyzer>.Reports(Union, """
        class Screen
        {
            int One(ItemChunk chunk) => chunk switch { ItemChunk.Progress => 1, ItemChunk.{|CS0117:Fail|} => 2 };
            int Two(ItemChunk chunk) => chunk switch { ItemChunk. {|CS1001:=>|} 2 };
            void Three(ItemChunk chunk) { switch (chunk) { case {|CS0246:Fail|} f: break; } }
        }
        """);

    [Fact]
    public Task Not_flagged_in_generated_code() => Check<MissingCaseAnalyzer>.Reports(Union, """
        // <auto-generated/>
        class Screen { int Of(ItemChunk chunk) => chunk switch { ItemChunk.Progress => 1 }; }
        """);

    [Fact]
    public async Task Flagged_over_a_union_of_another_assembly()
    {
        var app = Library.Compile(
            "App",
            ["""
                class Screen
                {
                    int Of(ItemChunk chunk) => chunk switch { ItemChunk.Completed => 1, ItemChunk.Failed => 2 };
                    int All(ItemChunk chunk) => chunk switch { ItemChunk.Completed => 1, not ItemChunk.Completed => 2 };
                }
                """],
            Library.ReferTo(Union));

        var diagnostic = Assert.Single(await Analysis.Of(app, TestContext.Current.CancellationToken), Analysis.IsOurs);

        Assert.Equal(Rules.MissingCase.Id, diagnostic.Id);
        Assert.Equal("The switch over union 'ItemChunk' misses case 'Progress'", diagnostic.GetMessage(CultureInfo.InvariantCulture));
    }

    [Fact]
    public Task Mended_with_an_arm_on_its_own_line() => Mend<MissingCaseAnalyzer, AddMissingCasesFix>.To(
        [
            Union,
            """
            class Screen
            {
                string Show(ItemChunk chunk)
                {
                    // What the user sees.
                    return chunk {|AGENT0312:switch|}
                    {
                        ItemChunk.Progress p => $"{p.Processed}",  // often
                        // once
                    };
                }

                string Name(ItemChunk chunk) => chunk {|AGENT0312:switch|}
                {
                    ItemChunk.Progress or ItemChunk.Completed => "good" // so far
                };
            }
            """,
        ],
        [
            Union,
            """
            class Screen
            {
                string Show(ItemChunk chunk)
                {
                    // What the user sees.
                    return chunk switch
                    {
                        ItemChunk.Progress p => $"{p.Processed}",  // often
                        ItemChunk.Completed completed => throw new NotImplementedException(),
                        ItemChunk.Failed failed => throw new NotImplementedException(),
                        // once
                    };
                }

                string Name(ItemChunk chunk) => chunk switch
                {
                    ItemChunk.Progress or ItemChunk.Completed => "good", // so far
                    ItemChunk.Failed failed => throw new NotImplementedException()
                };
            }
            """,
        ]);

    [Fact]
    public Task Mended_on_one_line_and_where_nothing_is_written_yet() => Mend<MissingCaseAnalyzer, AddMissingCasesFix>.To(
        [
            Union,
            """
            class Screen
            {
                int One(ItemChunk chunk) => chunk {|AGENT0312:switch|} { ItemChunk.Progress => 1, ItemChunk.Completed => 2 };
                int Two(ItemChunk chunk) => chunk {|AGENT0312:switch|} { };
                int Three(ItemChunk chunk) => chunk {|AGENT0312:switch|}
                {
                };
                void Four(ItemChunk chunk)
                {
                    {|AGENT0312:switch|} (chunk) { }
                }
            }
            """,
        ],
        [
            Union,
            """
            class Screen
            {
                int One(ItemChunk chunk) => chunk switch { ItemChunk.Progress => 1, ItemChunk.Completed => 2, ItemChunk.Failed failed => throw new NotImplementedException() };
                int Two(ItemChunk chunk) => chunk switch { ItemChunk.Progress progress => throw new NotImplementedException(), ItemChunk.Completed completed => throw new NotImplementedException(), ItemChunk.Failed failed => throw new NotImplementedException() };
                int Three(ItemChunk chunk) => chunk switch
                {
                    ItemChunk.Progress progress => throw new NotImplementedException(),
                    ItemChunk.Completed completed => throw new NotImplementedException(),
                    ItemChunk.Failed failed => throw new NotImplementedException(),
                };
                void Four(ItemChunk chunk)
                {
                    switch (chunk) { case ItemChunk.Progress progress: break; case ItemChunk.Completed completed: break; case ItemChunk.Failed failed: break; }
                }
            }
            """,
        ]);

    [Fact]
    public Task Mended_by_sections_laid_out_as_the_others() => Mend<MissingCaseAnalyzer, AddMissingCasesFix>.To(
        [
            Union,
            """
            class Screen
            {
                void Show(ItemChunk chunk)
                {
                    {|AGENT0312:switch|} (chunk)
                    {
                        case ItemChunk.Progress p:
                            Console.WriteLine(p);
                            break;

                        // The end.
                        case ItemChunk.Completed:
                            return; // at once
                    }

                    {|AGENT0312:switch|} (chunk)
                    {
                    case ItemChunk.Progress: Console.WriteLine(); break;
                    case ItemChunk.Completed: break;
                    }
                }
            }
            """,
        ],
        [
            Union,
            """
            class Screen
            {
                void Show(ItemChunk chunk)
                {
                    switch (chunk)
                    {
                        case ItemChunk.Progress p:
                            Console.WriteLine(p);
                            break;

                        // The end.
                        case ItemChunk.Completed:
                            return; // at once

                        case ItemChunk.Failed failed:
                            break;
                    }

                    switch (chunk)
                    {
                    case ItemChunk.Progress: Console.WriteLine(); break;
                    case ItemChunk.Completed: break;
                    case ItemChunk.Failed failed: break;
                    }
                }
            }
            """,
        ]);

    [Fact]
    public Task Mended_with_names_that_are_free_and_short() => Mend<MissingCaseAnalyzer, AddMissingCasesFix>.To(
        [
            Union,
            """
            using static ItemChunk;
            using Chunk = ItemChunk;

            class Screen
            {
                private int progress;

                int Show(Chunk chunk, string failed) => chunk {|AGENT0312:switch|}
                {
                    Completed { Item: "last" } => progress,
                    not (Progress or Failed) => 2,
                };

                void Count(ItemChunk chunk, int failed2)
                {
                    {|AGENT0312:switch|} (chunk)
                    {
                        case Completed:
                            var progress = 1;
                            break;
                    }

                    var failed = 2;
                }
            }
            """,
        ],
        [
            Union,
            """
            using static ItemChunk;
            using Chunk = ItemChunk;

            class Screen
            {
                private int progress;

                int Show(Chunk chunk, string failed) => chunk switch
                {
                    Completed { Item: "last" } => progress,
                    not (Progress or Failed) => 2,
                    Progress progress => throw new NotImplementedException(),
                    Failed failed2 => throw new NotImplementedException(),
                };

                void Count(ItemChunk chunk, int failed2)
                {
                    switch (chunk)
                    {
                        case Completed:
                            var progress = 1;
                            break;
                        case Progress progress2:
                            break;
                        case Failed failed3:
                            break;
                    }

                    var failed = 2;
                }
            }
            """,
        ]);

    [Fact]
    public Task All_mended_also_where_one_stands_in_another() => Mend<MissingCaseAnalyzer, AddMissingCasesFix>.To(
        [
            Union,
            """
            class Screen
            {
                int Of(ItemChunk chunk, ItemChunk other) => chunk {|AGENT0312:switch|}
                {
                    ItemChunk.Progress => 1,
                    ItemChunk.Completed => other {|AGENT0312:switch|}
                    {
                        ItemChunk.Progress => 1,
                        ItemChunk.Failed => 2,
                    },
                };
            }
            """,
            "class List { int Of(ItemChunk chunk) => chunk {|AGENT0312:switch|} { ItemChunk.Progress or ItemChunk.Failed => 1 }; }",
        ],
        [
            Union,
            """
            class Screen
            {
                int Of(ItemChunk chunk, ItemChunk other) => chunk switch
                {
                    ItemChunk.Progress => 1,
                    ItemChunk.Completed => other switch
                    {
                        ItemChunk.Progress => 1,
                        ItemChunk.Failed => 2,
                        ItemChunk.Completed completed => throw new NotImplementedException(),
                    },
                    ItemChunk.Failed failed => throw new NotImplementedException(),
                };
            }
            """,
            "class List { int Of(ItemChunk chunk) => chunk switch { ItemChunk.Progress or ItemChunk.Failed => 1, ItemChunk.Completed completed => throw new NotImplementedException() }; }",
        ]);
}
