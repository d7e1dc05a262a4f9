global using Mill.Tests.Harness;
global using Xunit;
