using Mill.Tests.Harness;

return TestHost.Run(args);
