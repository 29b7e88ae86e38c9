import '../agents/onAgents';
import '../clients/emulator.test';
