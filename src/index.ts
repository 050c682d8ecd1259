const { main } = await import('./main.ts');
await main();
