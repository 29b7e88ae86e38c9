import '../agents/onAgents';
import '../clients/signedBot.test';
